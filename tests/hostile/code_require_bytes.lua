-- A module by a strange name.
-- flags:
-- ends: 3 E102
require("foi\0.so")
