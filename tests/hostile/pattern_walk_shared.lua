-- One iteration that two use.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local next_one = ("a"):rep(100000):gmatch("a-b")
while true do next_one() end
