-- No numbers, sorted.
-- flags: --limit-steps 1000000
-- ends: 3 E102
local list = {}
for i = 1, 100 do list[i] = i % 2 == 0 and i or 0 / 0 end
table.sort(list)
error("sorted: " .. #list)
