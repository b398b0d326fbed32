-- A column of a table.
-- flags:
-- ends: 3 any
local foi = require "foi"
local t = foi.table("t", { { "n", { 1 } } })
t.n = 2
