-- The same as a method of a text.
-- flags:
-- ends: 3 E102
local dump = ("").dump
dump(print)
