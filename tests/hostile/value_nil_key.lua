-- Nothing as a key.
-- flags:
-- ends: 3 E102
local t = {}
t[nil] = 1
