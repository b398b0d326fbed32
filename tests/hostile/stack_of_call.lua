-- Calls of what is called.
-- flags:
-- ends: 3 E102
local t = {}
for _ = 1, 1000 do t = setmetatable({}, { __call = t }) end
t()
