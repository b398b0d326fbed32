-- What crashes other programs.
-- flags:
-- ends: 3 E102
assert(math.mininteger // -1 == math.mininteger and math.mininteger % -1 == 0)
error("as it should be")
