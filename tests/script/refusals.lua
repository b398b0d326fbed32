-- luacheck: no max line length
-- What must not be added up is refused, with the reason; one part at a time is fine.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message
end
local function sum(t, ...) return caught(t:by(...).sum, t:by(...), "count") end
local reasons = foi.dataset "made_up_reasons"
local visits = foi.dataset "made_up_visits"
local help = foi.dataset "leicester_early_help_2017"
local letter = foi.dataset "leicester_assessed_then_closed_2016"

-- One case with several reasons.
print(caught(reasons:where({ breakdown = "age" }).sum, reasons:where { breakdown = "age" }, "count"))
--> D212: "count" must not be added up over "reason" ("Housing", "Debt"): one case can carry several of these labels, so it would be counted more than once
-- The same cases broken down twice.
print(sum(reasons:where { reason = "Housing" }, "reason"))
--> D212: "count" must not be added up over "breakdown" ("age", "sex"): each breaks down the same cases in another way, so every case would be counted more than once
-- Families and children.
print(sum(reasons:where { reason = "Debt", breakdown = "age" }, "reason"))
--> D212: "count" must not be added up over "unit" ("children", "families"): they are counted in different units
print(reasons:where({ breakdown = "age" }):by("reason", "unit"):sum("count"):row(2).count) --> 22
print(caught(reasons:by("reason", "unit").sum, reasons:by("reason", "unit"), "share"))
--> D212: "share" must not be added up: shares, rates, ratios and their limits are not sums

-- Stocks beside flows, and a total beside its parts.
print(caught(visits.sum, visits:where { area = "North", year = "2020" }, "visits"))
--> D212: "visits" must not be added up over "status" ("opened", "active"): stocks and flows count different things
print(caught(visits.sum, visits:where { year = "2019" }, "visits"))
--> D212: "visits" must not be added up over "area": "All areas" is the total of the other labels ("North", "South", "East", "Not recorded"), which would be counted twice
print(visits:where({ year = "2019", area = { "North", "South", "Not recorded" } }):sum("visits").visits[1]) --> 217

-- The letters: factors (several in one assessment), stocks and flows, breakdowns.
print(caught(letter.sum, letter:where { part = "factor" }, "count"):sub(1, 4)) --> D212
print(caught(letter.sum, letter, "count"):sub(1, 4)) --> D212
print(caught(help.sum, help, "cases"):sub(1, 4)) --> D212
print(caught(help.sum, help:where { breakdown = "ethnicity", pathway = "EHA" }, "cases"):sub(1, 4)) --> D212
print(caught(help.sum, help:where { breakdown = { "sex", "age" }, status = "opened" }, "cases"):sub(1, 4)) --> D212
print(help:where({ breakdown = "ethnicity", status = "opened", group = "White" }):sum("cases").cases[1]) --> 2580

-- Rates, ratios and limits are not added.
local rates = visits:where({ year = "2019", status = "opened", area = { "North", "South" } })
  :rate { count = "visits", population = foi.dataset "made_up_people", group = "area" }
print(caught(rates.sum, rates, "rate"))
--> D212: "rate" must not be added up: shares, rates, ratios and their limits are not sums
print(caught(rates.sum, rates, "rate_lower"):sub(1, 4)) --> D212
print(caught(rates.sum, rates, "area"):sub(1, 4)) --> D211

-- Counts under another population do not match: nobody is dropped.
local people = foi.dataset "made_up_people"
print(caught(visits.disproportionality, visits:where { year = "2019", status = "opened" },
  { count = "visits", group = "area", population = foi.dataset "leicester_population_2011", reference = "North" }):sub(1, 4))
--> D210
print(caught(visits.disproportionality, visits:where { year = "2019", status = "opened" },
  { count = "visits", group = "area", population = people:where { area = { "North", "South" } }, reference = "North" }):sub(1, 4))
--> D213
