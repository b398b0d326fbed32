-- More choices than there is stack.
-- flags:
-- ends: 3 E102
print(("a"):rep(1000):find(("a?"):rep(1000)))
