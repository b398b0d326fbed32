-- An address.
-- flags:
-- ends: 3 A104
print(("%p"):format({}))
