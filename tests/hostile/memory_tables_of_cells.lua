-- Tables, whose cells are not in Lua's memory.
-- flags: --limit-memory 16
-- ends: 4 L502 kernel
local foi = require "foi"
local list, kept = {}, {}
for i = 1, 10000 do list[i] = i end
while true do kept[#kept + 1] = foi.table("t", { { "n", list } }) end
