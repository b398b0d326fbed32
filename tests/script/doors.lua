-- luacheck: no max line length
-- The front doors: published figures of the Leicester letters, and what they say about themselves.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function limits(estimate, lower, upper, decimals)
  return ("%s (%s-%s)"):format(foi.fixed(estimate, decimals), foi.fixed(lower, decimals), foi.fixed(upper, decimals))
end

-- Early help, opened EHA + TAR, all ages, Census 2011.
local help = foi.dataset "leicester_early_help_2017"
local people = foi.dataset "leicester_population_2011"
local opened = help:where { status = "opened", breakdown = "ethnicity" }
local result = opened:disproportionality { count = "cases", group = "group", population = people, reference = "White",
  per = 10000, unknown = "bounds" }
for i = 1, #result do
  local row = result:row(i)
  print(row.group, row.cases, foi.fixed(row.rate, 1))
end
--> White	2580	154.8
--> Mixed/multiple ethnic group	302	260.8
--> Asian/Asian British	516	42.1
--> Black/African/Caribbean/Black British	282	137.0
--> Other ethnic group	68	79.4
for i = 2, #result do
  local row = result:row(i)
  print(limits(row.ratio, row.ratio_lower, row.ratio_upper, 3), foi.fixed(row.unknown_lower, 3),
    foi.fixed(row.unknown_upper, 3))
end
--> 1.684 (1.490-1.898)	1.276	6.297
--> 0.272 (0.247-0.299)	0.206	0.708
--> 0.885 (0.780-1.001)	0.670	3.480
--> 0.513 (0.397-0.652)	0.388	6.747

-- The reference group has no limits against itself; every column says what it is.
print(result.ratio[1], result.ratio_lower[1], result.ratio_lower:mark(1)) --> 1.0	nil	not_applicable
print(result.ratio.measure, result.ratio.comparator) --> rateratio.ci.exact_conditional	White
print(result:column("rate").measure, result:column("rate").unit) --> rate.ci.garwood_exact	per 10,000 people
print(result.unknown_lower.measure) --> disproportion.unknown_bounds
local lost
for _, note in ipairs(result:notes()) do lost = note:match("^827 events have no known group") or lost end
print(lost) --> 827 events have no known group

-- Four blank cells are zeros by implication; three opening stocks are impossible.
local implied, failed = 0, nil
for i = 1, #help do
  local lo, hi = help.cases:bounds(i)
  if help.cases:mark(i) == "blank" and lo == 0 and hi == 0 then implied = implied + 1 end
end
for _, check in ipairs(help:checks()) do
  if check.code == "C103" then failed = check.state .. " " .. check.text:gsub(".*groups: ", "") end
end
print(implied) --> 4
print(failed)
--> failed Black/African/Caribbean/Black British (EHA): -5; Other ethnic group (EHA): -3; Unborn (EHA): -2

-- Without bounds for the unknown, another reference, another level.
local dropped = opened:disproportionality { count = "cases", group = "group", population = people,
  reference = "Asian/Asian British", unknown = "drop", conf_level = 0.99 }
print(table.concat(dropped:columns(), " "):find("unknown")) --> nil
print(foi.fixed(dropped.ratio[1], 3), dropped.ratio_upper:mark(3)) --> 3.675	not_applicable
print(dropped.ratio_lower[1] < 2580 / 166636 / (516 / 122470)) --> true
print(opened:by("group"):disproportionality({ count = "cases", group = "group", population = people,
  reference = "White" }).ratio[3] == result.ratio[3]) --> true
print(foi.disproportionality(opened, { count = "cases", group = "group", population = people,
  reference = "White" }).ratio[3] == result.ratio[3]) --> true

-- Letter 001: 538 of 1,398 assessments without a factor.
local share = foi.proportion { count = 538, of = 1398 }
print(foi.percent(share.proportion), foi.percent(share.lower), foi.percent(share.upper)) --> 38.5%	36.0%	41.1%
print(share.measure, share.conf_level, share.note) --> prop.ci.wilson	0.95	nil

-- A rate, exact limits (Garwood 1936): 0 and 10,798 events.
local rate = foi.rate { count = 10798, population = 329839, per = 10000 }
print(limits(rate.rate, rate.lower, rate.upper, 2), rate.measure, rate.per) --> 327.37 (321.23-333.61)	rate.ci.garwood_exact	10000
local zero = foi.rate { count = 0, population = 8568, per = 10000 }
print(zero.rate, zero.lower, foi.fixed(zero.upper, 3)) --> 0.0	0.0	4.305
local ratio = foi.rate_ratio { count = 516, population = 122470, reference_count = 2580, reference_population = 166636 }
print(limits(ratio.ratio, ratio.lower, ratio.upper, 3)) --> 0.272 (0.247-0.299)
local undefined = foi.rate_ratio { count = 0, population = 10, reference_count = 0, reference_population = 10 }
print(undefined.ratio, type(undefined.note)) --> nil	string
print(foi.rate({ count = 3, population = 0 }).rate, foi.rate({ count = 3, population = 0 }).note ~= nil) --> nil	true

-- Whole tables.
local rates = foi.dataset("made_up_visits"):where { year = "2019", status = "opened", area = { "North", "East" } }
  :rate { count = "visits", population = foi.dataset "made_up_people", group = "area", per = 1000 }
print(foi.fixed(rates:column("rate")[1], 2), rates:column("rate")[2], rates:column("rate"):mark(2)) --> 11.11	nil	suppressed
local shares = foi.table("t", { { "x", { 538, 0 } }, { "n", { 1398, 0 } } }):proportion { count = "x", of = "n" }
print(foi.fixed(shares.percentage[1], 1), shares.percentage[2], shares.percentage:mark(2)) --> 38.5	nil	undefined
print(#shares:notes()) --> 1

-- Words in sentences.
print(foi.fixed(1234.567, 1), foi.fixed(-0.04, 1), foi.fixed(1398, 0), foi.fixed(0.5, 0), foi.fixed(2.5, 0))
--> 1,234.6	0.0	1,398	0	2
print(foi.fixed(0.885, 2), foi.fixed(1e15, 0), foi.percent(0.3848, 1)) --> 0.89	1,000,000,000,000,000	38.5%
print(foi.setting("reference", "White"), foi.setting("per", 1000), foi.setting("nothing")) --> White	1000	nil
print(foi._VERSION:match("^foistat %d+%.%d+%.%d+$") ~= nil) --> true

-- Mistakes.
print(caught(opened.disproportionality, opened, { count = "cases", group = "group", population = people, refrence = "White" }))
--> A101: disproportionality has no argument 'refrence' | did you mean 'reference'? it takes count, group, population, reference, unknown_labels, per, unknown, method, minimum, fallback, test, adjust, conf_level, people
print(caught(opened.disproportionality, opened, { count = "cases", group = "group", population = people, reference = "Withe" }))
--> D216: the reference group 'Withe' is not in column 'group' | did you mean 'White'?
print(caught(opened.disproportionality, opened, { count = "cases", group = "group", population = people, reference = "White", unknown = "guess" }))
--> A104: disproportionality: 'unknown' must be "bounds", "drop", "proportional" or "side_by_side", got "guess" | unknown: events of unknown group: how far they could move each ratio; only their number in a note; shared out in proportion to the known events; or each of these and more next to each other
print(caught(foi.rate, { count = 1 })) --> A102: foi.rate needs 'population'
print(caught(foi.rate, { count = "1", population = 2 })) --> A103: foi.rate: 'count' must be a number, got "1" | count: events
print(caught(foi.rate, { count = 1, population = 2, method = "rate.ci.garwod_exact" }))
--> A106: no measure is called 'rate.ci.garwod_exact' | did you mean 'rate.ci.garwood_exact'?
print(caught(foi.dataset, "leicester_early_help_2107"):match("^D214: .*Did you mean '(.-)'")) --> leicester_early_help_2017
print(caught(function() return foi.rat_ratio end):match("did you mean '(.-)'")) --> rate_ratio

-- Flags are true or false, choices are their words, and lists of names hold no numbers.
local two = foi.table("two", { { "area", { "North", "South" } }, { "cases", { 40, 18 }, count = true }, { "people", { 2000, 1500 } } })
local how = { by = "area", reference = "North", count = "cases", population = "people" }
local function asked(door, more)
  local given = {}
  for _, from in ipairs { how, more } do
    for name, value in pairs(from) do given[name] = value end
  end
  return (caught(two[door], two, given):gsub(" | .*", ""))
end
print(asked("compare", { across_breaks = 1 })) --> A103: compare: 'across_breaks' must be true or false, got 1
print(asked("compare", { across_breaks = "yes" })) --> A103: compare: 'across_breaks' must be true or false, got "yes"
print(asked("compare", { within = { "year", 2 } })) --> A103: compare: 'within' must be text or a list of texts, got a list whose item 2 is 2
print(asked("compare", { population = { 1, 2 } })) --> A103: compare: 'population' must be text or a table of data, got a table
print(caught(two.sort, two, "cases", { descending = 0 })) --> A103: sort: 'descending' must be true or false, got 0 | descending: largest first
print(caught(two.join, two, two, "area", { optional = "no" })) --> A103: join: 'optional' must be true or false, got "no" | optional: rows without a partner are kept, marked as not available
print(caught(two.cascade, two, { stages = 5 })) --> A103: cascade: 'stages' must be text or a list of texts, got 5 | stages: the columns that count the stages, in order; or, with `stage`, its labels
print(caught(two.cascade, two, { stages = { "people", "cases" }, limits = "risks" })) --> A104: cascade: 'limits' must be "risk" or "rate", got "risks" | did you mean "risk"?
print(caught(two.ranks, two, { count = "cases", population = "people", group = "area", first = "smalest" }):match "did you.*") --> did you mean "smallest"?
print(caught(foi.stats.rank.ci.rates, { count = { 1, 2 }, exposure = { 3, 4 }, first = "bigest" }):match "did you.*") --> did you mean "largest"?
print(caught(foi.read, "answer.csv", { marks = { ["<5"] = "supressed" } }):match "did you.*") --> did you mean "suppressed"?
print(caught(foi.read, "answer.csv", { marks = { ["<5"] = { mark = "suppressed", low = 1 } } }):match "did you.*") --> did you mean 'lo'? it takes mark, lo, hi
print(caught(two.compare, 5, how)) --> A103: compare is a method: it is called with a colon, t:compare
print(caught(foi.compare, nil, how)) --> A102: foi.compare needs 't' | t: the table
print(caught(foi.dataset, "leicester_early_help_2017", { marks = {} })) --> A101: foi.dataset has no argument 'marks' | it takes where, by, sum, rows, with_totals
print(caught(two.by, two, { "area" })) --> A103: by takes text, got a table | columns of labels

-- Long names are cut, visibly; a cascade lists the columns that the script's table has.
local long = ("x"):rep(5000)
print(#caught(two.disproportionality, two, { count = "cases", population = "people", group = "area", reference = long }) < 200,
  #caught(foi.rate, { count = 1, population = 2, method = long }) < 200) --> true	true
print(caught(two.cascade, two, { stages = { "people", "planned" } })) --> D210: no column "planned"; there are: area, cases, people
