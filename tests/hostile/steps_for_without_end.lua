-- A loop to infinity.
-- flags: --limit-steps 1000000
-- ends: 4 L501
for _ = 1, math.huge do end
