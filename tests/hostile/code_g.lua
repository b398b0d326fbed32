-- The table of globals.
-- flags:
-- ends: 3 E103
print(_G.io)
