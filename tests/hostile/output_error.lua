-- An error message of ten megabytes.
-- flags:
-- ends: 3 E102
error(("x"):rep(10000000))
