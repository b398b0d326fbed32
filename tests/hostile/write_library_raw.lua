-- The same past the metatable.
-- flags:
-- ends: 3 E102
rawset(string, "format", function() return "poisoned" end)
