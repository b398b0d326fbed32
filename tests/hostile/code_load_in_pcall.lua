-- The same in pcall.
-- flags:
-- ends: 3 E103
local ok, e = pcall(function() return load("return 1") end)
assert(not ok)
error(e)
