-- The methods of all texts.
-- flags:
-- ends: 3 E102
getmetatable("").__index = { format = function() return "poisoned" end }
