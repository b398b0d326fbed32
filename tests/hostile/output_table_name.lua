-- A column whose name is larger than all.
-- flags:
-- ends: 4 any or 3 any
local foi = require "foi"
local t = foi.table("t", { { ("n"):rep(10000000), { 1 } } })
local report = foi.report { title = "x" }
for _ = 1, 10 do report:table(t) end
