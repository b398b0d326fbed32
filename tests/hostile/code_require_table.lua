-- A module that is no text.
-- flags:
-- ends: 3 E102
require(setmetatable({}, { __tostring = function() return "foi" end }))
