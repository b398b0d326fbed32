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
local how = { count = "n", population = "people", group = "group" }
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
  :where { group = { "White", "Asian", "Black" } }:ranks { count = "cases", population = "people", group = "group" }
print(hidden.rank[2], hidden.rank:mark(2), hidden:column("rate"):bounds(2)) --> nil	suppressed	20.0	80.0
line(hidden, 3) --> Black	2	2	2	2
print(hidden:notes()[#hidden:notes()]:match "no rate %b()") --> no rate (1 suppressed)

-- Each year by itself, in the rows' own order; people from another table.
local years = foi.table("years", { { "area", { "B", "A", "B", "A", "A" } }, { "year", { 2019, 2019, 2020, 2020, 2021 } },
  { "n", { 50, 5, 5, 50, 7 }, count = true }, { "people", { 100, 100, 100, 100, 100 } } })
local each = years:ranks { count = "n", population = "people", group = "area", within = "year", per = 100 }
for i = 1, #each do print(each.area[i], each.rank[i], each.of[i]) end
--> B	1	2
--> A	2	2
--> B	2	2
--> A	1	2
--> A	1	1
print(each:notes()[1]) --> Best and worst ranks are simultaneous: with 95% confidence all of them of one year hold at once.
local visits = foi.dataset("made_up_visits"):where { year = "2019", status = "opened", area = { "North", "East" } }
  :ranks { count = "visits", population = foi.dataset "made_up_people", group = "area" }
print(visits.rank[1], visits.rank:mark(2)) --> 1	suppressed

-- What would rank a row twice, or a total among its parts, is refused.
print(caught(years.ranks, years, { count = "n", population = "people", group = "area" }))
--> D212: ranks: 'B' has 2 rows; it needs one for each area | choose with :where, add up with :by(...):sum, or name the series with within = {...}
local england = foi.dataset("england_looked_after_by_ethnicity"):where { level = "England", year_ending_march = "2023" }
  :derive("people", 1000)
print(caught(england.ranks, england, { count = "looked_after", population = "people", group = "group" }))
--> D212: ranks: 'Total' is the total of the others in 'group' | leave it out with :where
print(caught(places.ranks, places, { count = "n", population = "people", gruop = "group" }):match "^A101.*'group'%?")
--> A101: ranks has no argument 'gruop' | did you mean 'group'?
print(caught(places.ranks, places, { count = "n", population = "people", group = "group", first = "best" }):sub(1, 4)) --> A104
local nameless = foi.read("made_up_hidden.csv", { marks = { ["<5"] = "suppressed" } })
print(caught(nameless.ranks, nameless, { count = "cases", population = "people", group = "label" }))
--> D216: ranks: a row of 'label' has no label (blank) | give it a label in the data, or leave the row out with :where

-- Shrunken rates: spdep's EBest (the example of the measure), with a row without a figure among them.
local six = foi.table("six", { { "area", { "A", "B", "?", "C", "D", "E", "F" } },
  { "n", { 210, 180, false, 260, 300, 95, 410 }, count = true },
  { "people", { 31000, 30500, 90000, 40000, 39000, 18000, 52000 } } })
local s = six:shrink { count = "n", population = "people", group = "area", per = 1000000 }
for i = 1, #s do print(s.area[i], s.shrunken[i] and foi.fixed(s.shrunken[i], 3) or s.shrunken:mark(i)) end
--> A	6,813.429
--> B	6,192.457
--> ?	undefined
--> C	6,597.074
--> D	7,504.952
--> E	5,942.029
--> F	7,698.276
print(foi.fixed(s.towards[1], 3), foi.fixed(s.towards[3], 3), s.shrunken.measure, s.shrunken.unit) --> 6,912.114	6,912.114	eb.marshall_global_smoothed_rates	per 1,000,000 people
for _, note in ipairs(s:notes()) do print(note) end
--> Shrunken rates are drawn towards one rate that the rows with a rate have in common: 6,912.1 per 1,000,000 people. They are for looking at many places together; a place's own rate stays what it was.
--> With fewer than 10 places the spread of the true rates is a rough guess.
--> 1 of 7 rows have no rate (1 cannot be computed): they have no shrunken rate, and no part in the common one.

-- Clayton and Kaldor's: DCluster's empbaysmooth (the example of the measure); 99 events in 99 expected.
local gamma = foi.table("gamma", { { "area", { "a", "b", "c", "d", "e", "f", "g", "h" } },
  { "n", { 4, 12, 7, 30, 0, 9, 15, 22 }, count = true },
  { "expected", { 6.94127957931639, 13.0148992112182, 12.1472392638037, 22.5591586327783, 2.6897458369851,
    7.80893952673094, 18.2208588957055, 15.6178790534619 } } })
  :shrink { count = "n", population = "expected", group = "area", per = 1, method = "eb.clayton_kaldor_gamma" }
print(foi.fixed(gamma.shrunken[1], 6), foi.fixed(gamma.shrunken[5], 6), foi.fixed(gamma.towards[1], 6)) --> 0.826380	0.796693	0.953091

-- Rates that differ by chance alone are all the common one, by either method; each year by itself.
local alike = foi.table("alike", { { "area", { "A", "B", "C", "A", "B", "C" } }, { "year", { 1, 1, 1, 2, 2, 2 } },
  { "n", { 50, 51, 49, 80, 1, 40 }, count = true }, { "people", { 100, 100, 100, 100, 100, 100 } } })
for _, method in ipairs { "eb.marshall_global_smoothed_rates", "eb.clayton_kaldor_gamma" } do
  local flat = alike:shrink { count = "n", population = "people", group = "area", within = "year", per = 100, method = method }
  print(flat.shrunken[2], flat.shrunken[3], flat.towards[1], flat.shrunken[5] > 1 and flat.shrunken[5] < flat.towards[5])
  for _, note in ipairs(flat:notes()) do if note:find "^Chance" then print(note) end end
end
--> 50.0	50.0	50.0	true
--> Chance alone explains the differences between the rates of 1 of 2 series: their shrunken rates are the common one.
--> 50.0	50.0	50.0	true
--> Chance alone explains the differences between the rates of 1 of 2 series: their shrunken rates are the common one.
print(caught(six.shrink, six, { count = "n", population = "people", group = "area", method = "rate.ci.byar_phe" }))
--> A104: shrink: 'rate.ci.byar_phe' does not draw rates towards a common one | it is eb.clayton_kaldor_gamma or eb.marshall_global_smoothed_rates
print(caught(six.shrink, six, { count = "n", population = "people", group = "area", method = "eb.marshal_moments" }):sub(1, 4)) --> A106
