-- Charts of hidden figures: with both bounds, with one, with none. tests/vega.sh draws them.
local foi = require "foi"

local areas = foi.table("made_up", {
  { "area", { "North", "South", "East", "West", "Mid" }, title = "Area" },
  { "rate", { 3, false, false, 8, false }, title = "Rate", unit = "per 10,000 children", decimals = 1 },
  { "rate_lower", { 2, false, false, 6, false }, conf_level = 0.95 },
  { "rate_upper", { 4, false, false, 11, false }, conf_level = 0.95 } })
local hidden = foi.read("hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 },
  ["10+"] = { mark = "suppressed", lo = 10, hi = math.huge } }, text = { "year" } })

local rates = hidden:rate { count = "cases", population = "people", per = 1000 }

foi.report { title = "Hidden" }
  :forest(areas, { value = "rate" })
  :forest(rates:where { year = "2021" }, { value = "rate", label = "area" })
  :trend(rates, { by = "year", series = "area" })
  :trend(rates, { by = "year", panels = "area" })
