-- A chain of metatables.
-- flags:
-- ends: 3 E102
local t = {}
for _ = 1, 100000 do t = setmetatable({}, { __index = t }) end
print(t.x)
