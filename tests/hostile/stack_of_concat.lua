-- Joining that joins.
-- flags:
-- ends: 3 E102
local m = {}
m.__concat = function(a, b) return a .. b end
print(setmetatable({}, m) .. "x")
