-- Printing for ever.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do print(("x"):rep(1000)) end
