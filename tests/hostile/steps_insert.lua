-- Always at the front of a long list.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local list = {}
while true do table.insert(list, 1, 0) end
