local foi = require "foi"
local t = foi.read "made_up_private.csv"
print(t.cases[1], t.cases[2], t.cases:mark(2))
foi.report { title = "Cases by area and group" }:table(t)
