-- A function as bytes.
-- flags:
-- ends: 3 E102
string.dump(function() end)
