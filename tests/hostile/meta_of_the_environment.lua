-- A metatable for the globals.
-- flags:
-- ends: 3 E102
setmetatable(_ENV, { __index = function() return print end })
