-- Nothing, 2^60 times.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do local _ = (""):rep(1 << 60) end
