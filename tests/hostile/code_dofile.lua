-- A file as code.
-- flags:
-- ends: 3 E103
dofile("/etc/passwd")
