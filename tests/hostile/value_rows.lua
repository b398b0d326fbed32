-- A table that says it has a thousand million rows.
-- flags:
-- ends: 3 any
local foi = require "foi"
foi.table("t", { { "n", setmetatable({}, { __len = function() return 1000000000 end, __index = function() return 1 end }) } })
error("as many rows as there are: none")
