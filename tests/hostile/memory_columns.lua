-- Columns, kept.
-- flags: --limit-memory 16
-- ends: 4 L502 kernel
local foi = require "foi"
local list, kept = {}, {}
for i = 1, 10000 do list[i] = i end
local t = foi.table("t", { { "n", list } })
while true do kept[#kept + 1] = t.n * 2 end
