-- A comparison that sorts.
-- flags: --limit-steps 1000000
-- ends: 3 E102 or 4 L501
local list = { 3, 1, 2 }
local function before() table.sort(list, before) end
before()
