-- The metatable of an error.
-- flags:
-- ends: 3 E102
local _, e = pcall(require, "io")
getmetatable(e).__index = nil
