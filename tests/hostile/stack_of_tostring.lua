-- A text that is made of itself.
-- flags:
-- ends: 3 E102
print(setmetatable({}, { __tostring = function(t) return tostring(t) end }))
