-- Large texts that are made and dropped.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local text = ("x"):rep(1000000)
while true do local _ = text .. "y" end
