-- An address by a metatable.
-- flags:
-- ends: 3 E102
local t = setmetatable({}, { __name = "x" })
assert(tostring(t) == "table")
error(t)
