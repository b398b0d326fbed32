-- A command.
-- flags:
-- ends: 3 E103
os.execute("touch escaped")
