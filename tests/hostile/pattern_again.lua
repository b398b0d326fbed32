-- What was matched, again.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(("a"):rep(100000):find("(.*)%1x"))
