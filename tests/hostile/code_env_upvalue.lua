-- The environment of another function.
-- flags:
-- ends: 3 E103
local function get() return _ENV end
print(get().os)
