-- Parts of a report by the million.
-- flags: --limit-steps 100000000
-- ends: 4 L504
local report = require "foi".report { title = "x" }
for _ = 1, 1000000 do report:text "y" end
