-- An error that is nothing.
-- flags:
-- ends: 3 E102
error()
