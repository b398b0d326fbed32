-- The time of day.
-- flags:
-- ends: 3 E103
print(os.time())
