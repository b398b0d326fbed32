-- More people than there can be.
-- flags:
-- ends: 3 any
local foi = require "foi"
print(foi.stats.prop.ci.wilson { x = 2 ^ 60, n = 2 ^ 61 })
