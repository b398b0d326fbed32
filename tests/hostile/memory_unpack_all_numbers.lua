-- All the numbers there are.
-- flags:
-- ends: 3 E102
print(table.unpack({}, math.mininteger, math.maxinteger))
