-- A table of more rows than anybody reads.
-- flags: --limit-memory 64
-- ends: 4 any
local foi = require "foi"
local list = {}
for i = 1, 100000 do list[i] = "label " .. i end
local t = foi.table("t", { { "name", list } })
local report = foi.report { title = "x" }
for _ = 1, 100 do report:table(t) end
