-- Brackets that never close.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(("("):rep(100000):find("%b()"))
