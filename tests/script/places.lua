-- luacheck: no max line length
-- Many places side by side: ranks with the ranks that chance allows.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function line(r, i) print(r.group[i], r.rank[i], r.best[i], r.worst[i], r.of[i]) end

-- Leicester at 31 March 2023 (the example of rank.ci.rates, limits by qgamma in R 4.2.2), and a row
-- without a figure in the middle: it changes nobody's rank and has none.
local places = foi.table("places", { { "group", { "White", "Mixed", "Nobody", "Asian", "Black", "Other" } },
  { "n", { 381, 110, false, 69, 44, 18 }, count = true }, { "people", { 18905, 4457, 1000, 27906, 5680, 1618 } } })
local how = { count = "n", population = "people", label = "group" }
local r = places:ranks(how)
for i = 1, #r do line(r, i) end
--> White	2	1	3	5
--> Mixed	1	1	3	5
--> Nobody	nil	nil	nil	5
--> Asian	5	5	5	5
--> Black	4	3	4	5
--> Other	3	1	4	5
print(r.rank:mark(3), r.best:mark(3), foi.fixed(r:column("rate")[2], 1)) --> undefined	undefined	246.8
print(r.rank.measure, r.rank.conf_level, r.worst.title) --> rank.ci.rates	nil	Worst rank
print(r:notes()[1]) --> Best and worst ranks are simultaneous: with 95% confidence all of them hold at once.
print(r:notes()[2]) --> 1 of 6 rows have no rate (1 cannot be computed), and so no rank. Ranks are among the others; with all figures they could be worse.

-- The other way round; a narrower level gives narrower ranks, never the other way.
how.first = "smallest"
local up = places:ranks(how)
line(up, 4) --> Asian	1	1	1	5
line(up, 1) --> White	4	3	5	5
how.first, how.conf_level = nil, 0.5
line(places:ranks(how), 1) --> White	2	1	2	5
how.conf_level = nil

-- A hidden count is not 0 and not last: no rank, and the mark that it came with. The rate's bounds stay.
local hidden = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
  :where { group = { "White", "Asian", "Black" } }:ranks { count = "cases", population = "people", label = "group" }
print(hidden.rank[2], hidden.rank:mark(2), hidden:column("rate"):bounds(2)) --> nil	suppressed	20.0	80.0
line(hidden, 3) --> Black	2	2	2	2
print(hidden:notes()[#hidden:notes()]:match "no rate %b()") --> no rate (1 suppressed)

-- Each year by itself, in the rows' own order; people from another table.
local years = foi.table("years", { { "area", { "B", "A", "B", "A", "A" } }, { "year", { 2019, 2019, 2020, 2020, 2021 } },
  { "n", { 50, 5, 5, 50, 7 }, count = true }, { "people", { 100, 100, 100, 100, 100 } } })
local each = years:ranks { count = "n", population = "people", label = "area", within = "year", per = 100 }
for i = 1, #each do print(each.area[i], each.rank[i], each.of[i]) end
--> B	1	2
--> A	2	2
--> B	2	2
--> A	1	2
--> A	1	1
print(each:notes()[1]) --> Best and worst ranks are simultaneous: with 95% confidence all of them of one year hold at once.
local visits = foi.dataset("made_up_visits"):where { year = "2019", status = "opened", area = { "North", "East" } }
  :ranks { count = "visits", population = foi.dataset "made_up_people", label = "area" }
print(visits.rank[1], visits.rank:mark(2)) --> 1	suppressed

-- What would rank a row twice, or a total among its parts, is refused.
print(caught(years.ranks, years, { count = "n", population = "people", label = "area" }))
--> D212: ranks: 'B' has 2 rows; it needs one for each area | choose with :where, add up with :by(...):sum, or name the series with within = {...}
local england = foi.dataset("england_looked_after_by_ethnicity"):where { level = "England", year_ending_march = "2023" }
  :derive("people", 1000)
print(caught(england.ranks, england, { count = "looked_after", population = "people", label = "group" }))
--> D212: ranks: 'Total' is the total of the others in 'group' | leave it out with :where
print(caught(places.ranks, places, { count = "n", population = "people", lable = "group" }):match "^A101.*'label'%?")
--> A101: ranks has no argument 'lable' | did you mean 'label'?
print(caught(places.ranks, places, { count = "n", population = "people", label = "group", first = "best" }):sub(1, 4)) --> A104
local nameless = foi.read("made_up_hidden.csv", { marks = { ["<5"] = "suppressed" } })
print(caught(nameless.ranks, nameless, { count = "cases", population = "people", label = "label" }))
--> D216: ranks: a row of 'label' has no label (blank) | give it a label in the data, or leave the row out with :where
