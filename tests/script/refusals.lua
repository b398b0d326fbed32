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
--> D212: "visits" must not be added up over "area": "All areas" is the total of the other labels ("South", "North", "East", "Not recorded"), which would be counted twice
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

-- A stock counts those who are still there again: years of it are not added up, areas are.
local care = foi.dataset "england_looked_after_by_ethnicity":where { level = "LA", group = "Total" }
local in_leicester = care:where { area_code = "E06000016", year_ending_march = { "2021", "2022" } }
print(caught(in_leicester.sum, in_leicester, "looked_after"))
--> D212: "looked_after" must not be added up over "year_ending_march" ("2021", "2022"): a stock counts those who are still there again at every date
print(#care:by("year_ending_march"):sum("looked_after")) --> 12
local referrals = foi.dataset "england_referrals":where { area_code = "E06000016" }
print(referrals:where({ year_ending_march = { "2020", "2021" } }):sum("referrals").referrals[1]) --> 6142

-- A part of a year is neither added to whole years nor compared with them. The site's requests of 2025
-- end on 5 March.
local requests = foi.dataset "foi_requests_outcomes"
local yearly = requests:by("year"):sum("requests"):derive("bodies", 152)
local function error_of(f, ...) return select(2, pcall(f, ...)) end
print(caught(requests.sum, requests, "requests"))
--> D212: "requests" must not be added up over "year": "2025" of column "year" covers part of a year (1 January to 5 March), "2009" a whole year
print(error_of(requests.sum, requests, "requests").hint)
--> leave it out first, :where(function(row) return row["year"] ~= "2025" end)
local whole = yearly:where(function(row) return row["year"] ~= "2025" end)
print(whole:sum("requests").requests[1], #yearly) --> 5443	18
local by_year = { by = "year", count = "requests", population = "bodies" }
print(caught(yearly.compare, yearly, by_year))
--> D217: rows that must not be compared: "2025" of column "year" covers part of a year (1 January to 5 March), "2008" a whole year
print(caught(yearly.trend, yearly, by_year):sub(1, 4), #whole:compare(by_year), #whole:trend(by_year)) --> D217	17	1
-- The part is part of a year only where both tables say so.
local newest = foi.table("newest", { { "year", { "2025" } }, { "requests", { 900 }, count = true } })
local columns = { "year", "requests" }
print(caught(newest.concat, newest, yearly:select(columns)))
--> D217: "2025" of column "year" covers 1 January to 5 March in one table and a whole year in the other
print(caught(yearly.concat, yearly:select(columns), newest))
--> D217: "2025" of column "year" covers 1 January to 5 March in one table and a whole year in the other
local older = newest:derive("year", "2007"):concat(whole:select(columns))
print(#older, older:where({ year = { "2007", "2008" } }):sum("requests").requests[1]) --> 18	904
local with_part = newest:derive("year", "2007"):concat(yearly:select(columns))
print(caught(with_part.sum, with_part, "requests"):sub(1, 4)) --> D212

-- Stocks against flows: as labels of one column in a comparison, as columns in one.
local early = help:where({ breakdown = "total", pathway = "EHA" }):derive("people", 329839)
local by_status = { by = "status", count = "cases", population = "people" }
print(caught(early.compare, early, by_status))
--> D217: rows that must not be compared: "closed" of column "status" counts a flow, "active" counts a stock
print(error_of(early.compare, early, by_status).hint) --> choose one kind first, :where{status = "closed"}
by_status.reference = "opened"
print(#early:where({ status = { "opened", "closed" } }):compare(by_status)) --> 2
local need = foi.dataset "england_children_in_need":where { level = "England" }
local at_march = need:select("year_ending_march"):derive("episodes", need.episodes_at_31_march)
local started = need:select("year_ending_march"):derive("episodes", need.episodes_started)
print(caught(at_march.concat, at_march, started))
--> D217: column "episodes" counts stocks in one table and flows in the other: one is as at a date, the other during a period
print(#at_march:concat(at_march), #started:concat(started:derive("episodes", 1))) --> 26	26
-- One series of two units.
local posts = foi.dataset "leicester_key_working":where { unit = { "trained staff", "children" } }:derive("all", 1000)
print(caught(posts.compare, posts, { by = "item", count = "value", population = "all" }))
--> D217: rows that must not be compared: "trained staff" of column "unit" and "children" are different units
