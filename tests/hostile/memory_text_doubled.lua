-- A text that doubles.
-- flags: --limit-memory 16
-- ends: 4 L502
local text = "x"
while true do text = text .. text end
