-- A table whose rows double.
-- flags: --limit-memory 16
-- ends: 4 L502 kernel
local foi = require "foi"
local t = foi.table("t", { { "n", { 1, 2, 3 } }, { "group", { "a", "b", "c" } } })
local far = t:derive("n", 7)
while true do t = t:concat(t, far) end
