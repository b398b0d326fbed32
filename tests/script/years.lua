-- luacheck: no max line length
-- Comparing years: rates by the mid-(Y-1) rule, baselines, gaps, breaks, and trends.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or type(e) == "string" and e or e.code .. ": " .. e.message
end

local referrals = foi.dataset "leicester_referrals_dfe"
local children = foi.dataset "leicester_children_0_17"
local c = referrals:compare { by = "year_ending_march", count = "referrals", population = children, reference = "2018",
  people = "children" }
local function in_year(t, year) return t:where { year_ending_march = year }:row(1) end
-- measures.md's gold values are referrals over the mid-(Y-1) population, to three decimals.
for _, year in ipairs { "2016", "2018", "2019", "2020", "2021", "2025" } do
  print(year, foi.fixed(in_year(c, year).rate, 3))
end
--> 2016	421.913
--> 2018	415.243
--> 2019	240.532
--> 2020	307.759
--> 2021	390.325
--> 2025	352.897
-- The baseline's ratio to itself is 1 and has no limits or test; the others have exact ones.
print(in_year(c, "2018").ratio, in_year(c, "2018").difference, c.ratio_lower:mark(6), c.p_value:mark(6)) --> 1.0	0.0	not_applicable	not_applicable
print(foi.fixed(in_year(c, "2019").ratio, 3), foi.fixed(in_year(c, "2019").ratio_lower, 3), foi.fixed(in_year(c, "2019").ratio_upper, 3)) --> 0.579	0.549	0.612
print(foi.fixed(in_year(c, "2021").p_value, 5), in_year(c, "2019").p_value < 1e-60) --> 0.00988	true
print(foi.fixed(in_year(c, "2016").difference, 1)) --> 6.7
-- Left out: the first year is the baseline.
local first = referrals:compare { by = "year_ending_march", count = "referrals", population = children }
print(first.ratio_lower:mark(1), first.ratio.comparator) --> not_applicable	2013

-- The estimates of children break from mid-2020 to mid-2021: a trend on either side, none across.
local halves = referrals:trend { by = "year_ending_march", count = "referrals", population = children }
for i = 1, #halves do print(halves.from[i], halves.to[i], halves.years[i], foi.fixed(halves.annual_ratio[i], 3)) end
--> 2013	2021	9	0.900
--> 2022	2025	4	1.076
for _, b in ipairs(children:breaks()) do print(b.field, b.from) end
--> year	2021
--> year_ending_march	2022
-- Thirteen years, the break not declared, vary far more than Poisson counts: the limits are quasi-Poisson's.
local unbroken = foi.table("people", { { "year_ending_march", children.year_ending_march }, { "children", children.children } })
local trend = referrals:join(unbroken, "year_ending_march")
  :trend { by = "year_ending_march", count = "referrals", population = "children" }
local row = trend:row(1)
print(#trend, row.from, row.to, row.years, row.method) --> 1	2013	2025	13	trend.quasipoisson
print(foi.fixed(row.annual_ratio, 3), foi.fixed(row.annual_ratio_lower, 3), foi.fixed(row.annual_ratio_upper, 3), foi.fixed(row.dispersion, 1)) --> 0.935	0.904	0.968	145.3

-- Made-up series: the years of a quiet one stay with Poisson, gaps are stated.
local quiet = foi.table("made_up", { { "year", { "2018", "2019", "2021", "2022" } }, { "n", { 100, 104, 98, 101 } }, { "people", { 5000, 5010, 5020, 5030 } } })
print(quiet:trend { by = "year", count = "n", population = "people" }:row(1).method) --> trend.poisson_loglinear
local notes = quiet:compare { by = "year", count = "n", population = "people" }:notes()
print(notes[#notes]) --> There is no row for 2020: the years are not all consecutive.
-- Gaps are within a series: North lacks 2020, South has other years and lacks none.
local apart = foi.table("made_up", { { "area", { "North", "North", "South", "South" } },
  { "year", { "2019", "2021", "2020", "2021" } }, { "n", { 10, 11, 12, 13 }, count = true }, { "people", { 500, 500, 500, 500 } } })
local apart_notes = apart:compare({ by = "year", count = "n", population = "people", within = "area", reference = "2021" }):notes()
print(apart_notes[#apart_notes]) --> There is no row for 2020 in North: the years are not all consecutive.
-- Two years make no trend.
local two = quiet:where { year = { "2018", "2019" } }:trend { by = "year", count = "n", population = "people" }
print(two:row(1).annual_ratio, two.annual_ratio:mark(1), two:notes()[1]) --> nil	undefined	a trend needs three years with figures, and 2018 to 2019 has 2.
-- Years that could be two things, no years, several rows a year.
local function with_years(years) return foi.table("made_up", { { "year", years }, { "n", { 10, 20 } }, { "people", { 500, 500 } } }) end
local how = { by = "year", count = "n", population = "people" }
print(caught(with_years { "2019/20", "2021" }.compare, with_years { "2019/20", "2021" }, how)) --> D216: column 'year' holds '2021' beside '2019/20'
print(caught(with_years { "2019/21", "2021/22" }.compare, with_years { "2019/21", "2021/22" }, how)) --> D216: '2019/21' in column 'year' is not a year
print(caught(with_years { "2019", "2019" }.compare, with_years { "2019", "2019" }, how)) --> D212: compare: '2019' has 2 rows; it needs one for each year
print(#with_years { "2019/20", "2020/21" }:compare(how), #with_years { "2019-20", "202021" }:compare(how)) --> 2	2
print(caught(quiet.compare, quiet, { by = "year", count = "n", populaton = "people" })) --> A101: compare has no argument 'populaton'
print(caught(quiet.compare, quiet, { by = "year", count = "n", population = "people", reference = "1999" })) --> D216: no row has "1999" in column "year"; there are: 2018, 2019, 2021, 2022

-- A break in the series is data: years on its two sides are not compared, and each side has its trend.
local broken = foi.dataset "made_up_years"
print(broken:breaks()[1].from, broken:breaks()[1].why) --> 2020	Cases are counted by person from 2020.
local both = { by = "year", count = "cases", population = "people", within = "area", reference = "2017" }
local by_area = broken:compare(both)
print(#by_area, by_area.ratio:mark(1), by_area.ratio:mark(5), by_area.ratio:mark(3)) --> 14	ok	not_applicable	suppressed
print(foi.fixed(by_area.ratio[8], 3), by_area.ratio:mark(9), foi.fixed(by_area.ratio[10], 3)) --> 1.062	ok	1.075
local function has_note(t, text)
  for _, note in ipairs(t:notes()) do
    if note == text then return true end
  end
  return false
end
print(has_note(by_area, "The series breaks at 2020: Cases are counted by person from 2020. Years on either side are not compared.")) --> true
both.across_breaks = true
print(foi.fixed(broken:compare(both).ratio[5], 2)) --> 2.03
local trends = broken:trend { by = "year", count = "cases", population = "people", within = { "area" } }
print(#trends, trends:row(1).area, trends:row(1).from, trends:row(1).to, trends:row(1).years) --> 4	North	2016	2019	3
print(trends:row(4).area, trends:row(4).from, trends:row(4).to, foi.fixed(trends:row(4).annual_ratio, 3)) --> South	2020	2022	0.959
-- What is hidden is named. With any count from 1 to 4 in 2018 the trend of all four years lies in a range, and that
-- without the year outside it.
print(has_note(trends, "North: 2018 (suppressed) has no figure and is not in the trend.")) --> true
print(has_note(trends, "The trend of North 2016 to 2019 lies outside that range: leaving out the hidden years moves it further than "
  .. "their figures could. Quote the range.")) --> true
print(trends.left_out[1], trends.why[1], trends.why[2], trends.annual_ratio:mark(1)) --> 1	2018 (suppressed)	none	ok
print(trends.annual_ratio.comparator, trends.annual_ratio.denominator, trends.p_value.denominator) --> the year before	people	people
print(foi.fixed(trends.hidden_lower[1], 4), foi.fixed(trends.hidden_upper[1], 4), trends.hidden_lower:mark(2)) --> 0.9336	0.9433	not_applicable

-- That range is the one of all attainable counts, wherever the hidden years lie.
local function range_by_trial(year, count, people)
  local low, high, tried = math.huge, -math.huge, { table.unpack(count) }
  local function try(i)
    if i > #count then
      local ratio = foi.stats.trend.poisson_loglinear { count = tried, exposure = people, x = year }.annual_rate_ratio
      low, high = math.min(low, ratio), math.max(high, ratio)
      return
    end
    for k = count[i] or 1, count[i] or 4 do
      tried[i] = k
      try(i + 1)
    end
  end
  try(1)
  return foi.fixed(low, 9) .. " to " .. foi.fixed(high, 9)
end
local open_years = foi.read("made_up_hidden_years.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local open_trends = open_years:trend { by = "year", count = "cases", population = "people", within = "area" }
for i = 1, #open_trends do
  local area, count = open_years:where { area = open_trends.area[i] }, {}
  local year, people = {}, {}
  for k = 1, #area do year[k], count[k], people[k] = tonumber(area.year[k]), area.cases[k] or false, area.people[k] end
  local range = ("%s to %s"):format(foi.fixed(open_trends.hidden_lower[i], 9), foi.fixed(open_trends.hidden_upper[i], 9))
  print(open_trends.area[i], open_trends.years[i], range == range_by_trial(year, count, people), range)
end
--> Middle	3	true	1.123997179 to 1.257972175
--> Ends	3	true	0.785801163 to 1.181425048
--> Few	1	true	0.751894318 to 1.670620895
-- Where too few years have figures only because they are hidden, the trend is hidden, too, between the same bounds.
print(open_trends.annual_ratio:mark(3), open_trends.p_value:mark(3), foi.fixed(open_trends.annual_ratio:bounds(3), 6)) --> suppressed	suppressed	0.751894
print(open_trends:notes()[1]) --> Middle: 2017 (suppressed), 2018 (suppressed) and 2019 (suppressed) have no figure and are not in the trend.
-- The negative binomial model has no such proof, and no range.
local guessed = open_years:trend { by = "year", count = "cases", population = "people", within = "area", model = "negative_binomial" }
print(guessed.hidden_lower:mark(1), guessed.annual_ratio:bounds(3)) --> suppressed	nil	nil

-- A plain CSV gives years as numbers: they are labels here, whichever way the reference is written.
local plain = foi.table("plain", { { "year", { 2019, 2020, 2021 } }, { "cases", { 30, 45, 66 }, count = true },
  { "people", { 1000, 1000, 1000 } } })
local function against(year)
  local compared = plain:compare { by = "year", count = "cases", population = "people", reference = year }
  return compared.year[2], compared.ratio:mark(2), foi.fixed(compared.ratio[3], 3), compared.ratio.comparator
end
print(against(2020)) --> 2020	ok	1.467	2020
print(against "2020") --> 2020	ok	1.467	2020
print(plain:trend({ by = "year", count = "cases", population = "people" }):row(1).from) --> 2019

-- The model that is asked for: values of R's glm and MASS::glm.nb.
local spread = foi.table("spread", { { "year", { "2013", "2014", "2015", "2016", "2017", "2018", "2019", "2020" } },
  { "cases", { 120, 98, 160, 131, 152, 205, 160, 240 }, count = true },
  { "people", { 10100, 10150, 10200, 10240, 10300, 10380, 10400, 10500 } } })
for _, model in ipairs { "auto", "poisson", "quasipoisson", "negative_binomial" } do
  local fitted = spread:trend({ by = "year", count = "cases", population = "people", model = model }):row(1)
  print(fitted.method, foi.fixed(fitted.annual_ratio, 5), foi.fixed(fitted.annual_ratio_lower, 5),
    foi.fixed(fitted.annual_ratio_upper, 5))
end
--> trend.quasipoisson	1.09839	1.03104	1.17014
--> trend.poisson_loglinear	1.09839	1.07189	1.12554
--> trend.quasipoisson	1.09839	1.03104	1.17014
--> trend.negative_binomial	1.09685	1.04966	1.14616
local known, e = pcall(spread.trend, spread, { by = "year", count = "cases", population = "people", model = "negbin" })
print(known, e.code) --> false	A104
