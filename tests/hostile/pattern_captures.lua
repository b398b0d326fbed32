-- Too many captures.
-- flags:
-- ends: 3 E102
print(("a"):find(("()"):rep(40)))
