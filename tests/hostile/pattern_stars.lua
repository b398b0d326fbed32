-- Choices within choices.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(("a"):rep(40):find(("a*"):rep(20) .. "b"))
