-- The same in an iteration.
-- flags: --limit-steps 1000000
-- ends: 4 L501
for _ in ("a"):rep(1000):gmatch(".-.-.-x") do end
