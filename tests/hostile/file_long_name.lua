-- A name that is too long.
-- flags:
-- ends: 2 any
require "foi".read(("x/"):rep(100000))
