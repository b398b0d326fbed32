-- The same by another.
-- flags:
-- ends: 3 E102
table.move({ "poisoned" }, 1, 1, 1, utf8)
