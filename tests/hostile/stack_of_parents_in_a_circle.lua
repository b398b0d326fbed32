-- A circle of metatables.
-- flags:
-- ends: 3 E102
local a, b = {}, {}
setmetatable(a, { __index = b })
setmetatable(b, { __index = a })
print(a.x)
