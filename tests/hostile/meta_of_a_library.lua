-- A metatable for a library.
-- flags:
-- ends: 3 E102
setmetatable(string, nil)
