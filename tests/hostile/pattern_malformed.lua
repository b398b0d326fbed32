-- Half a pattern.
-- flags:
-- ends: 3 E102
print(("a"):find("[a"))
