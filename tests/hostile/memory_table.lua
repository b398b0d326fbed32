-- A table that grows for ever.
-- flags: --limit-memory 16
-- ends: 4 L502
local list = {}
while true do list[#list + 1] = { #list } end
