-- From every place to the end.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(("a"):rep(1000000):find(".-b"))
