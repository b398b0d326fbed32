-- A replacement that doubles the text.
-- flags: --limit-memory 16
-- ends: 4 L502
local text = "xx"
while true do text = text:gsub(".", "%0%0") end
