-- Comparing that compares.
-- flags:
-- ends: 3 E102
local m = {}
m.__eq = function(a, b) return a == b end
print(setmetatable({}, m) == setmetatable({}, m))
