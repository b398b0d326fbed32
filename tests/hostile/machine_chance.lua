-- Chance without a seed.
-- flags:
-- ends: 3 E102
print(math.random())
