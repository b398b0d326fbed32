-- The metatable of a table of data.
-- flags:
-- ends: 3 E102
local foi = require "foi"
getmetatable(foi.table("t", { { "n", { 1 } } })).__index = nil
