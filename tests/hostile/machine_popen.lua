-- A program.
-- flags:
-- ends: 3 E103
io.popen("id")
