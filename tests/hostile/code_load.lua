-- Text as code.
-- flags:
-- ends: 3 E103
load("while true do end")()
