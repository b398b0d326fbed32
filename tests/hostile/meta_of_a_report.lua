-- The metatable of a report.
-- flags:
-- ends: 3 E102
local report = require "foi".report { title = "x" }
setmetatable(report, nil)
