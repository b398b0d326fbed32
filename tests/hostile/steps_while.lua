-- The plain loop.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do end
