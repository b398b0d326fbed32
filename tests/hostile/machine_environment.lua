-- The environment of the process.
-- flags:
-- ends: 3 E103
print(os.getenv("HOME"))
