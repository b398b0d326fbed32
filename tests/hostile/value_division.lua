-- A whole number by zero.
-- flags:
-- ends: 3 E102
print(1 // 0)
