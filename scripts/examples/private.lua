local foi = require "foi"
local t = foi.read "made_up_private.csv"
foi.report { title = "Cases by area and group" }:table(t)
