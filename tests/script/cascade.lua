-- luacheck: no max line length
-- Decisions one after another, worked by hand: shares, ratios, limits, bounds, and what is refused.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function cell(column, i)
  local lo, hi = column:bounds(i)
  local function text(x) return x and foi.fixed(x, 4) or "nil" end
  print(column[i] and foi.fixed(column[i], 4) or column:mark(i), text(lo), text(hi))
end
local function row_of(t, stage, group)
  for i = 1, #t do
    if t.stage[i] == stage and (group == nil or t.group[i] == group) then return t:row(i), i end
  end
end
local function notes(t, pattern)
  for _, note in ipairs(t:notes()) do
    if note:find(pattern) then print(note) end
  end
end

-- 500 of 1,000 and 140 of 200 are assessed; 50 of 500 and 28 of 140 have a plan: 1.4 x 2 = 2.8.
local two = foi.table("two", { { "group", { "White", "Black" } }, { "referrals", { 1000, 200 }, title = "Referred" },
  { "assessments", { 500, 140 } }, { "plans", { 50, 28 } } })
local stages = { "referrals", "assessments", "plans" }
local result = two:cascade { stages = stages, group = "group", reference = "White" }
print(table.concat(result:columns(), " "))
--> stage group events at_risk rate rate_lower rate_upper ratio ratio_lower ratio_upper cumulative_rate cumulative_rate_lower cumulative_rate_upper cumulative_ratio cumulative_ratio_lower cumulative_ratio_upper
for i = 1, #result do
  local r = result:row(i)
  print(r.stage, r.group, r.events, r.at_risk, r.rate, r.ratio, r.cumulative_rate, r.cumulative_ratio)
end
--> Referred	White	1000	nil	nil	nil	nil	nil
--> Referred	Black	200	nil	nil	nil	nil	nil
--> assessments	White	500	1000	50.0	1.0	50.0	1.0
--> assessments	Black	140	200	70.0	1.4	70.0	1.4
--> plans	White	50	500	10.0	1.0	5.0	1.0
--> plans	Black	28	140	20.0	2.0	14.0	2.8
print(result.at_risk:mark(1), result.ratio:mark(1), result.ratio_lower:mark(3)) --> not_applicable	not_applicable	not_applicable
-- The same by the measure itself, limits too.
local whole = foi.stats.cascade.stages { group = { 140, 28 }, reference = { 500, 50 }, group_base = 200, reference_base = 1000 }
for k, i in ipairs { 4, 6 } do
  local r = result:row(i)
  print(r.ratio == whole.ratio[k], r.ratio_lower == whole.ratio_lower[k], r.ratio_upper == whole.ratio_upper[k],
    r.cumulative_ratio == whole.cumulative[k], r.cumulative_ratio_lower == whole.cumulative_lower[k],
    r.cumulative_ratio_upper == whole.cumulative_upper[k])
end
--> true	true	true	true	true	true
--> true	true	true	true	true	true
local share = foi.proportion { count = 28, of = 200 }
print(result.cumulative_rate_lower[6] == share.lower * 100, result.cumulative_rate_upper[6] == share.upper * 100) --> true	true
-- Every number names its measure, comparator and denominator.
print(result.ratio.measure, result.ratio.comparator, result.ratio.denominator) --> cascade.relative_rate_index	White	the stage before
print(result:column("rate").measure, result:column("rate").unit, result.cumulative_ratio.denominator) --> prop.ci.wilson	%	Referred
print(foi.cascade(two, { stages = stages, group = "group", reference = "White" }).ratio[6]) --> 2.0

-- The product of the ratios is the cumulative ratio: four stages, every group, from a population.
local people = foi.table("people", { { "group", { "White", "Black", "Other" } }, { "children", { 90210, 10798, 2341 } },
  { "referrals", { 4413, 777, 97 } }, { "assessments", { 2385, 521, 44 } }, { "plans", { 301, 83, 7 } }, { "looked_after", { 97, 29, 2 } } })
local long = people:cascade { stages = { "referrals", "assessments", "plans", "looked_after" }, population = "children",
  group = "group", reference = "White", per = 10000, limits = "rate", conf_level = 0.9 }
local product, worst = {}, 0
for i = 1, #long do
  local r = long:row(i)
  product[r.group] = (product[r.group] or 1) * r.ratio
  worst = math.max(worst, math.abs(product[r.group] / r.cumulative_ratio - 1))
end
print(#long, worst < 1e-14, product.White) --> 12	true	1.0
print(long.at_risk[1], foi.fixed(long:column("rate")[1], 1), long:column("rate").unit, long.cumulative_ratio.denominator) --> 90210	489.2	per 10,000	children
local ratio = foi.rate_ratio { count = 83, population = 521, reference_count = 301, reference_population = 2385, conf_level = 0.9 }
print(math.abs(row_of(long, "plans", "Black").ratio_lower / ratio.lower - 1) < 1e-12, long.ratio_lower.conf_level) --> true	nil

-- One group and no reference: shares alone.
local one = foi.table("one", { { "year", { "2018", "2019" } }, { "referrals", { 3585, 2096 } }, { "assessed", { 3354, 2028 } } })
local alone = one:cascade { stages = { "referrals", "assessed" }, within = "year" }
print(table.concat(alone:columns(), " "))
--> year stage events at_risk rate rate_lower rate_upper cumulative_rate cumulative_rate_lower cumulative_rate_upper
print(#alone, alone.year[2], alone.stage[2], foi.fixed(alone:column("rate")[2], 2), alone.year[4], foi.fixed(alone:column("rate")[4], 2)) --> 4	2018	assessed	93.56	2019	96.76
print(#two:cascade { stages = stages, group = "group" }, caught(two.cascade, two, { stages = stages, reference = "White" }))
--> 6	A102: cascade needs 'group'
-- Years that are numbers, as in a plain CSV, are labels here.
local numbers = foi.table("numbers", { { "year", { 2018, 2019 } }, { "referrals", { 10, 20 } }, { "assessed", { 5, 8 } } })
print(numbers:cascade({ stages = { "referrals", "assessed" }, within = "year" }).year[4]) --> 2019

-- Hidden counts and unknown groups. 1 to 4 of 50 assessed: 2 to 8%, so the next stage is 1 of 1 to 4.
local hidden = foi.read("made_up_stages.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local how = { stages = stages, group = "group", reference = "White", unknown_labels = "Unknown" }
local drift = hidden:cascade(how)
local _, asian = row_of(drift, "assessments", "Asian")
cell(drift:column "rate", asian) --> suppressed	2.0000	8.0000
cell(drift.ratio, asian) --> suppressed	0.0400	0.1600
cell(drift.ratio_lower, asian) --> suppressed	nil	nil
_, asian = row_of(drift, "plans", "Asian")
cell(drift:column "rate", asian) --> suppressed	25.0000	100.0000
cell(drift.ratio, asian) --> suppressed	2.5000	10.0000
cell(drift.cumulative_rate, asian) --> 2.0000	2.0000	2.0000
cell(drift.cumulative_ratio, asian) --> 0.4000	0.4000	0.4000
-- 300 of 1,550, 60 of 701 to 704, 6 of 85 have no group; for Black (140 of 200, 60 + 300 unknown):
-- (140/500)/(560/1,000) to (200/200)/(500/1,300).
cell(drift.unknown_share, 1) --> 19.3548	19.3548	19.3548
local _, black = row_of(drift, "assessments", "Black")
cell(drift.unknown_share, black) --> suppressed	8.5227	8.5592
cell(drift.unknown_lower, black) --> 0.5000	0.5000	0.5000
cell(drift.unknown_upper, black) --> 2.6000	2.6000	2.6000
print(drift.unknown_lower:mark(black - 1), drift.unknown_lower:mark(1), drift.unknown_lower.measure) --> not_applicable	not_applicable	bounds.ratio
_, black = row_of(drift, "plans", "Black")
cell(drift.unknown_lower, black) --> 1.2500	1.2500	1.2500
cell(drift.unknown_upper, black) --> 2.7200	2.7200	2.7200
notes(drift, "not known is")
--> The share of events whose group is not known is 19.4% at referrals, between 8.5% and 8.6% at assessments and 7.1% at plans. Where it moves, so can the ratios, without any change in what is decided: see the lowest and highest ratio.
-- Known shares that stay as they are need no such sentence; nor do tables without unknown groups.
local same = foi.table("same", { { "group", { "White", "Unknown" } }, { "x", { 80, 20 } }, { "y", { 40, 10 } } })
print(#same:cascade({ stages = { "x", "y" }, group = "group", unknown_labels = "Unknown" }):notes()) --> 2
print(#two:cascade({ stages = stages, group = "group" }):notes()) --> 1
notes(two:cascade { stages = stages, group = "group" }, ".")
--> Each stage is taken as a part of the stage before. Counts of one period need not be the same people followed from stage to stage.

-- Stages in rows, several series, a table of populations; a row that is not there is not 0.
local rows = foi.dataset "made_up_decisions"
local people_by_group = foi.dataset "made_up_decision_people"
local by_year = rows:cascade { stages = { "referred", "assessed" }, stage = "decision", count = "cases", group = "group", reference = "White", within = "year",
  population = people_by_group }
for i = 1, #by_year do
  local r = by_year:row(i)
  print(r.year, r.stage, r.group, r.events, r.at_risk, r.rate, r.ratio, r.cumulative_ratio)
end
--> 2019	referred	White	100	1000	10.0	1.0	1.0
--> 2019	referred	Asian	40	200	20.0	2.0	2.0
--> 2019	assessed	White	50	100	50.0	1.0	1.0
--> 2019	assessed	Asian	10	40	25.0	0.5	1.0
--> 2020	referred	White	50	1000	5.0	1.0	1.0
--> 2020	referred	Asian	20	200	10.0	2.0	2.0
--> 2020	assessed	White	25	50	50.0	1.0	1.0
--> 2020	assessed	Asian	nil	20	nil	nil	nil
print(by_year.events:mark(8), by_year.ratio:mark(8)) --> not_available	not_available
print(by_year.at_risk.unit, by_year.cumulative_ratio.denominator, foi.fixed(by_year.unknown_share[1], 2)) --> children	Children	6.67
notes(by_year, "series")
--> The share of events whose group is not known moves from stage to stage in 1 of 2 series. Where it moves, so can the ratios, without any change in what is decided: see the lowest and highest ratio.
notes(by_year, "same for every") --> The population is the same for every 'year'.
notes(by_year, "no row of events") --> There are people and no row of events for Black; they are not in the table.
-- 10 of unknown group referred and none of unknown group among the people: 10.0% of 100 to 11.0%.
cell(by_year.unknown_lower, 2) --> 1.8182	1.8182	1.8182
cell(by_year.unknown_upper, 2) --> 2.5000	2.5000	2.5000
local backwards = rows:cascade { stages = { "referred", "assessed" }, stage = "decision", count = "cases",
  group = "group", within = "year", population = "children" }
print(backwards:row(4).events, backwards:row(4).at_risk, backwards:row(4).cumulative_rate) --> 10	40	5.0

-- More events than the stage before: a row with the reason, where another stage nests.
local part = foi.table("part", { { "group", { "White", "Black" } }, { "referrals", { 100, 50 } }, { "plans", { 40, 20 } },
  { "looked_after", { 30, 35 } }, { "adopted", { 6, 7 } } })
  :cascade { stages = { "referrals", "plans", "looked_after", "adopted" }, group = "group", reference = "White" }
for i = 3, #part do
  local r = part:row(i)
  print(r.stage, r.group, r.rate, r.ratio, r.cumulative_rate, r.cumulative_ratio, r.note == "" and "-" or r.note)
end
--> plans	White	40.0	1.0	40.0	1.0	-
--> plans	Black	40.0	1.0	40.0	1.0	-
--> looked_after	White	nil	nil	nil	nil	Cannot be computed, because there are 35 at looked_after for Black, but 20 at plans: the stages do not nest.
--> looked_after	Black	nil	nil	nil	nil	Cannot be computed, because there are 35 at looked_after for Black, but 20 at plans: the stages do not nest.
--> adopted	White	20.0	1.0	nil	nil	What is cumulative cannot be computed, because stages before do not nest.
--> adopted	Black	20.0	1.0	nil	nil	What is cumulative cannot be computed, because stages before do not nest.
cell(part:column "rate", 5) --> undefined	nil	nil
-- Where unknown groups can be why, the others of the stage are computed, and the bounds are shown.
local filled = foi.table("filled", { { "group", { "White", "Black", "Unknown" } }, { "referrals", { 100, 10, 30 } },
  { "assessments", { 50, 14, 2 } } })
local how_filled = { stages = { "referrals", "assessments" }, group = "group", reference = "White", unknown_labels = "Unknown" }
local late = filled:cascade(how_filled)
print(late:row(3).rate, late:row(4).rate, late:row(4).note)
--> 50.0	nil	Cannot be computed, because there are 14 at assessments for Black, but 10 at referrals; events of unknown group may be why.
cell(late.unknown_lower, 4) --> 0.6731	0.6731	0.6731
cell(late.unknown_upper, 4) --> 2.6000	2.6000	2.6000
how_filled.reference = "Black"
late = filled:cascade(how_filled)
print(late:row(3).rate, late:row(3).ratio, late:row(3).note)
--> 50.0	nil	The ratio cannot be computed, because there are 14 at assessments for Black, but 10 at referrals; events of unknown group may be why.
-- Nothing nests: an error. So do hidden counts that are greater whatever they are.
print(caught(filled.cascade, filled, { stages = { "assessments", "referrals" }, group = "group", unknown_labels = "Unknown" }))
--> D221: cascade: no stage is a part of the stage before, because there are 100 at referrals for White, but 50 at assessments: the stages do not nest | count the same people at every stage (children, not episodes), or give rates with t:rate{...}
print(caught(hidden.cascade, hidden:where { group = "Asian" }, { stages = { "assessments", "referrals" } }))
--> D221: cascade: no stage is a part of the stage before, because there are 50 at referrals, but at most 4 at assessments: the stages do not nest | count the same people at every stage (children, not episodes), or give rates with t:rate{...}
-- A stage that nobody reached feeds no share; the table says why.
local empty = foi.table("empty", { { "a", { 20 } }, { "b", { 0 } }, { "c", { 0 } } }):cascade { stages = { "a", "b", "c" } }
print(empty:column("rate")[2], empty:column("rate"):mark(3), empty.cumulative_rate[3]) --> 0.0	undefined	0.0

-- Children and episodes are never divided by each other.
local referrals = foi.dataset "england_referrals":where { area_code = "E06000016", year_ending_march = "2018" }
print(caught(referrals.cascade, referrals, { stages = { "referrals", "children_referred" } }))
--> D217: cascade: 'Referrals' counts referrals and 'Children referred' counts children, so neither is a part of the other | count the same thing at every stage; if it is the same under two names, say so: t:derive(name, t[name], {unit = "..."})
print(caught(referrals.cascade, referrals, { stages = { "referrals" }, within = "area_code",
  population = foi.dataset "england_children_0_17":where { year_ending_march = "2018" } }):match "D217: cascade: '.-' counts .- and '.-' counts %a+")
--> D217: cascade: 'Children' counts children and 'Referrals' counts referrals
local reasons = foi.dataset("made_up_reasons"):where { breakdown = "age" }
print(caught(reasons.cascade, reasons:where { unit = "children" }, { stages = { "Housing", "Debt" }, stage = "reason", count = "count" })) --> no error
print(caught(reasons.cascade, reasons:where(function(r) return r.reason == "Housing" or r.unit == "families" end), { stages = { "Housing", "Debt" }, stage = "reason", count = "count" }))
--> D217: rows that must not be compared: "children" of column "unit" and "families" are different units | choose one kind first, :where{unit = "children"}
-- Nor are stocks a part of flows.
local help = foi.dataset "leicester_early_help_2017":where { breakdown = "ethnicity", pathway = "EHA" }
print(caught(help.cascade, help, { stages = { "opened", "active" }, stage = "status", count = "cases", group = "group" }):sub(1, 92))
--> D217: rows that must not be compared: "opened" of column "status" counts a flow, "active" co
local need = foi.dataset "england_children_in_need":where { area_code = "E06000016", year_ending_march = "2018" }
print(caught(need.cascade, need, { stages = { "episodes_in_year", "episodes_at_31_march" } }))
--> D217: cascade: 'Episodes in the year' counts a flow and 'Episodes at 31 March' a stock: one is as at a date, the other during a period | count every stage during the same period

-- People must not be counted twice, and every group must have some.
print(caught(rows.cascade, rows, { stages = { "referred", "assessed" }, stage = "decision", count = "cases", group = "group", population = "children" }):sub(1, 85))
--> A104: cascade: 'White' is in 2 rows, so 'children' is no population of one group | ad
print(caught(rows.cascade, rows, { stages = { "referred", "assessed" }, stage = "decision", count = "cases", group = "group", within = "year", population = foi.dataset "leicester_children_0_17" }):sub(1, 29))
--> D210: no column "group"; ther
print(caught(one.cascade, one:where { year = "2018" }, { stages = { "referrals" }, population = foi.dataset "leicester_children_0_17" }):match "^(.-) |")
--> A104: cascade: 'all' is in 13 rows, so 'children' is no population of one group
print(caught(rows.cascade, rows, { stages = { "referred", "assessed" }, stage = "decision", count = "cases", group = "group", within = "year", population = people_by_group:where { group = "White" } }):sub(1, 4)) --> D213

-- Mistakes.
print(caught(two.cascade, two, { stages = stages, refrence = "White" }):sub(1, 62)) --> A101: cascade has no argument 'refrence' | did you mean 'refer
print(caught(two.cascade, two, { group = "group" })) --> A102: cascade needs 'stages'
print(caught(two.cascade, two, { stages = stages, stage = "group" })) --> A102: cascade needs 'count'
print(caught(two.cascade, two, { stages = stages, count = "plans" })) --> A102: cascade needs 'stage'
print(caught(two.cascade, two, { stages = "plans" })) --> A104: cascade needs two stages, or one and a population | name them in order: stages = {...}
print(caught(two.cascade, two, { stages = { "plans", "plans" } })) --> A104: cascade: two stages are called 'plans' | give each a title of its own
print(caught(two.cascade, two, { stages = { "group", "plans" } })) --> D211: cascade: column 'group' holds labels, not counts
print(caught(two.cascade, two, { stages = stages, group = "group", reference = "Withe" })) --> D216: the reference group 'Withe' is not in column 'group' | did you mean 'White'?
print(caught(two.cascade, two, { stages = stages, group = "group", population = 5 })) --> A103: cascade: 'population' must be text or a table of data, got 5 | population: the people before the first stage: a column, or a table that has the groups and a column with the role population
print(caught(two.cascade, two, { stages = stages, limits = "wald", group = "group", reference = "White" }):sub(1, 5)) --> A104:
