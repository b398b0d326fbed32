-- A name made at run time.
-- flags:
-- ends: 3 E103
local name = "o" .. "s"
print(_ENV[name].execute("id"))
