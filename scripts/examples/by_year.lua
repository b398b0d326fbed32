local foi = require "foi"

local people = foi.read "people_by_year.csv"
local answer = foi.read("by_year.csv"):join(people, { "area", "year" })
local years = answer:compare { by = "year", within = "area", count = "referrals", population = "children",
  people = "children" }
local trend = answer:trend { by = "year", within = "area", count = "referrals", population = "children" }

foi.report { title = "Referrals by year", subtitle = "Made-up figures" }
  :forest(years, { title = "Each year against the first" })
  :table(years)
  :table(trend)
