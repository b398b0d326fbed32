-- A report of 80 MB.
-- flags:
-- ends: 4 L504
local report = require "foi".report { title = "x" }
for _ = 1, 8 do report:text(("y"):rep(10000000)) end
