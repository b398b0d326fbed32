-- More results than the stack takes.
-- flags:
-- ends: 3 E102
print(select("#", table.unpack({}, 1, 1e7)))
