-- The library that undoes the count.
-- flags:
-- ends: 3 E103
debug.sethook()
