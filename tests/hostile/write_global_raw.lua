-- The same past the metatable.
-- flags:
-- ends: 3 E102
rawset(_ENV, "pairs", nil)
