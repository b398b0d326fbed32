-- A metatable for the module.
-- flags:
-- ends: 3 E102
setmetatable(require "foi", nil)
