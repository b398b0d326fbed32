-- A shift of a fraction.
-- flags:
-- ends: 3 E102
print(1 << 0.5)
