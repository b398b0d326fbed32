-- A function of a library replaced.
-- flags:
-- ends: 3 E103
string.format = function() return "poisoned" end
