-- A field that looks for itself.
-- flags:
-- ends: 3 E102
local t = setmetatable({}, { __index = function(t, k) return t[k] end })
print(t.x)
