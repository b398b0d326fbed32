-- Comparisons that contradict each other, for ever.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local list = {}
for i = 1, 1000 do list[i] = i end
while true do table.sort(list, function() return true end) end
