-- As many samples as are allowed, for ever.
-- flags: --limit-seconds 1
-- ends: 4 L503 or 4 L501
local foi = require "foi"
local x, y = {}, {}
for i = 1, 1000 do x[i], y[i] = i, 1 end
while true do foi.stats.bootstrap.ratio.percentile { x1 = x, y1 = y, x0 = x, y0 = y, replicates = 999999 } end
