-- The same by a function of table.
-- flags:
-- ends: 3 E102
table.insert(math, "poisoned")
