-- The same by its old name.
-- flags:
-- ends: 3 E103
loadstring("return 1")
