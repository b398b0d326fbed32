-- One text of a terabyte.
-- flags:
-- ends: 4 L502
print(#("x"):rep(1 << 40))
