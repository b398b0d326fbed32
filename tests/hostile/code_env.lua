-- Another environment has nothing in it.
-- flags:
-- ends: 3 E102
local _ENV = {}
print("x")
