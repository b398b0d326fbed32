-- A function that calls itself.
-- flags:
-- ends: 3 E102
local function f() return 1 + f() end
f()
