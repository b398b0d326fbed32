-- Printing texts that are large.
-- flags: --limit-seconds 1
-- ends: 4 L501 or 4 L502 or 4 L503
local text = ("x"):rep(10000000)
while true do print(text) end
