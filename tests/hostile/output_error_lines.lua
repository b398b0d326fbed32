-- An error message that draws on the terminal.
-- flags:
-- ends: 3 E102
error("\27[2J\27[31m\n\n\nall is well\0\r")
