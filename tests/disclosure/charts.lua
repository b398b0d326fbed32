-- Every form of a report: tables, charts with their tooltips, CSV, JSON, Vega-Lite.
local foi = require "foi"
local t = foi.read("secret.csv", { population = "people", totals = "Total" })
local north = t:where { area = "North", group = { "White", "Asian", "Black" } }
local rates = north:rate { count = "cases", population = "people" }
local compared = north:disproportionality {
  count = "cases", group = "group", population = "people", reference = "White",
}
foi.report { title = "All forms" }
  :table(t)
  :table(rates)
  :bars(rates, { by = "group" })
  :ranked(rates, { value = "rate", label = "group" })
  :forest(compared, { value = "ratio" })
  :composition(north, { value = "cases", series = "group", by = "area" })
