-- A pattern of a megabyte.
-- flags:
-- ends: 3 E102
print(("a"):find((".?"):rep(500000)))
