-- A file.
-- flags:
-- ends: 3 E103
io.open("/etc/passwd")
