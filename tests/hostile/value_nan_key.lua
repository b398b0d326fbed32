-- No number as a key.
-- flags:
-- ends: 3 E102
local t = {}
t[0 / 0] = 1
