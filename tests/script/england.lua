-- luacheck: no max line length
-- The tables about England join on area_code, and give the published figures.
local foi = require "foi"

-- Leicester's referrals per 10,000 children: a year to March Y over the mid-(Y-1) estimate.
local leicester = { area_code = "E06000016", year_ending_march = { "2016", "2018", "2019", "2020", "2021", "2025" } }
local joined = foi.dataset "england_referrals":where(leicester):join(foi.dataset "england_children_0_17",
  { "area_code", "level", "year_ending_march" })
for i = 1, #joined do
  local row = joined:row(i)
  local rate = foi.rate { count = row.referrals, population = row.children }.rate
  print(row.year_ending_march, row.children, ("%.3f"):format(rate))
end
--> 2016	83785	421.913
--> 2018	86335	415.243
--> 2019	87140	240.532
--> 2020	87991	307.759
--> 2021	87978	390.325
--> 2025	90763	352.897

-- Every published ratio of the cascade, and every limit to the six decimals that are printed.
local cascade = foi.dataset "youth_justice_cascade"
local white, compared, worst, worst_limit = {}, 0, 0, 0
for i = 1, #cascade do
  local row = cascade:row(i)
  if row.ethnicity == "White" then white[row.decision_point .. row.period] = row end
end
for i = 1, #cascade do
  local row = cascade:row(i)
  local base = white[row.decision_point .. row.period]
  if row ~= base and row.ethnicity ~= "White" then
    local r = foi.rate_ratio { count = row.events, population = row.at_risk, reference_count = base.events,
      reference_population = base.at_risk, method = "rateratio.ci.exact_conditional" }
    compared = compared + 1
    worst = math.max(worst, math.abs(r.ratio - row.published_rri))
    worst_limit = math.max(worst_limit, math.abs(r.lower - row.published_lower),
      math.abs(r.upper - row.published_upper))
  end
end
print(compared, worst < 1e-14, worst_limit < 5.0001e-7) --> 28	true	true

-- England, regions and authorities are the same cases three times over: a level must be chosen.
local in_need = foi.dataset "england_children_in_need"
print(select(2, pcall(function() return in_need:by("year_ending_march"):sum "episodes_started" end)).code)
--> D212
print(#in_need:where { level = "LA" }:by("year_ending_march"):sum "episodes_started") --> 13
-- A suppressed authority leaves the sum open; it is never 0.
local areas = foi.dataset "england_areas"
local scilly = foi.dataset "england_referrals":where { area_code = "E06000053", year_ending_march = "2017" }
print(scilly.referrals[1], scilly.referrals:mark(1)) --> nil	suppressed
print(#foi.dataset "england_referrals":join(areas, { "area_code", "level" })) --> 2132
-- Factors are several to an episode, and the break of 2021 travels with the table.
local factors = foi.dataset "england_assessment_factors"
local one_level = factors:where { level = "LA" }
print(select(2, pcall(function() return one_level:by("year_ending_march"):sum "episodes" end)).code)
--> D212
for i, b in ipairs(factors:breaks()) do print(i, b.field, b.from) end
--> 1	year_ending_march	2021
--> 2	year_ending_march	2022

-- The populations break too: estimates from mid-2021 on do not go on from those before, so rates of
-- years to March 2022 and later stand on another side than those to 2021. Both tables' breaks count.
local of_leicester = foi.dataset "england_referrals":where { area_code = "E06000016" }
local estimates = foi.dataset "england_children_0_17"
local function notes_on(t, from)
  local out = {}
  for _, note in ipairs(t:notes()) do
    if note:find("^The series breaks at " .. from) then out[#out + 1] = note end
  end
  return out
end
local how = { by = "year_ending_march", count = "referrals", population = estimates, within = "area_code",
  reference = "2021" }
local function mark_in(t, year) return t.ratio:mark(year - 2012) end
local apart = of_leicester:compare(how)
print(mark_in(apart, 2020), mark_in(apart, 2021), mark_in(apart, 2022)) --> ok	ok	not_applicable
print(#notes_on(apart, "2022")) --> 1
print(notes_on(apart, "2022")[1]) --> The series breaks at 2022: Estimates from mid-2021 on are not in line with those before; see the break in year. Years on either side are not compared.
how.across_breaks = true
local across = of_leicester:compare(how)
print(across.ratio:mark(10), foi.fixed(across.ratio[10], 3), #notes_on(across, "2022")) --> ok	0.675	1
print(notes_on(across, "2022")[1]:match "Years on.*") --> Years on either side are compared.
how.reference, how.across_breaks = nil, nil
local runs = of_leicester:trend(how)
print(runs.from[1], runs.to[1], runs.from[2], runs.to[2], #notes_on(runs, "2022")) --> 2013	2021	2022	2025	1
-- By a column joined beforehand it is the same.
local beside = of_leicester:join(estimates:select("area_code", "year_ending_march", "children"),
  { "area_code", "year_ending_march" })
local again = beside:compare { by = "year_ending_march", count = "referrals", population = "children", reference = "2021" }
print(again.ratio:mark(10), #notes_on(again, "2022")) --> not_applicable	1
-- Two breaks at one year, the counts' and the populations', are both named.
local any = factors:where { area_code = "E06000016", factor = "Any factor" }
local both = any:compare { by = "year_ending_march", count = "episodes", population = estimates, within = "area_code",
  reference = "2021" }
for _, note in ipairs(notes_on(both, "2022")) do print(note:match "^[^,]*") end
--> The series breaks at 2022: Child criminal exploitation is a factor of its own; before
--> The series breaks at 2022: Estimates from mid-2021 on are not in line with those before; see the break in year. Years on either side are not compared.

-- Pupils whose group is not known are no group without events.
local of_groups = foi.dataset "england_pupils_by_ethnicity":where { area_code = "E06000016", january = "2022" }
  :relabel { column = "ethnicity", using = "ethnic_groups", to = "five_groups", name = "group" }
local in_groups = of_groups:where(function(row) return row.group ~= "Total" end):by("group"):sum "pupils"
local children = foi.dataset "england_looked_after_by_ethnicity":where { area_code = "E06000016", year_ending_march = "2023",
  group = { "White", "Mixed", "Asian", "Black" } }
for _, note in ipairs(children:disproportionality({ count = "looked_after", group = "group", population = in_groups,
  reference = "White" }):notes()) do
  if note:find "no row of events" then print(note) end
end
--> There are people and no row of events for Other; they are in no rate and not in the index.

-- Leicester's referrals are here twice, from one table: every figure is the same.
local one_table = foi.dataset "leicester_referrals_dfe"
local differing = 0
for i = 1, #one_table do
  local row, other = one_table:row(i), of_leicester:row(i)
  for _, name in ipairs(one_table:columns()) do
    if row[name] ~= other[name] then differing = differing + 1 end
  end
end
print(#one_table, #of_leicester, differing) --> 13	13	0

-- What is left of the referrals of a year (table c1) when those closed with no further action and those
-- found not in need are taken away is the number of episodes of need that started (table b1).
local left = foi.dataset "england_referrals":where { level = "LA" }:join(in_need, { "area_code", "level", "year_ending_march" })
left = left:derive("left", left.referrals - left.no_further_action - left.not_in_need)
  :where(function(row) return row.left ~= nil and row.episodes_started ~= nil end)
local function alike(row) return row.left == row.episodes_started end
print(#left, #left:where(alike), #left:where { area_code = "E06000016" }:where(alike)) --> 1845	1810	13
