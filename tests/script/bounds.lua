-- luacheck: no max line length
-- A hidden count followed by hand into every result of the front doors: bounds at each step, never 0.
local foi = require "foi"

local function cell(column, i)
  local lo, hi = column:bounds(i)
  local function text(x) return x and foi.fixed(x, 4) or "nil" end
  print(column[i] and foi.fixed(column[i], 4) or column:mark(i), text(lo), text(hi))
end
local function has_note(t, text)
  for _, note in ipairs(t:notes()) do
    if note == text then return true end
  end
  return false
end

-- 1 to 4 of 2,000 people: 5 to 20 per 10,000. The limits of chance are not known, nor are hidden counts without bounds.
local years = foi.dataset "made_up_split_years"
local rate = years:rate { count = "cases", population = "people" }
cell(rate:column "rate", 1) --> 200.0000	200.0000	200.0000
cell(rate:column "rate", 2) --> suppressed	5.0000	20.0000
cell(rate:column "rate_lower", 2) --> suppressed	nil	nil
cell(rate:column "rate", 3) --> suppressed	nil	nil
-- 1 to 4 of 3, and 3 of 10 to 13: a share is at most 100%.
local n = foi.table("n", { { "x", { 1, 1 } }, { "n", { 3, 10 } } })
local hidden = years.cases
local share = foi.table("shares", { { "of", { 3, 2, 1, 1, 1, 1 }, count = true } }):derive("x", hidden)
  :where(function(row) return row.of == 2 end):proportion { count = "x", of = "of" }
cell(share.percentage, 1) --> suppressed	50.0000	100.0000
cell(n:proportion({ count = "x", of = "n" }).percentage, 2) --> 10.0000	10.0000	10.0000

-- Against a baseline of 20 in 1,000; the hidden year's ratio is (1 to 4)/2,000 over 20/1,000.
local compared = years:compare { by = "year", count = "cases", population = "people", reference = "2016/17" }
cell(compared.ratio, 2) --> suppressed	0.0250	0.1000
cell(compared.difference, 2) --> suppressed	-195.0000	-180.0000
cell(compared.ratio, 3) --> suppressed	nil	nil
cell(compared.p_value, 2) --> suppressed	nil	nil
-- Against a hidden baseline the ratio is known within bounds too; the baseline's own is 1, and not shown.
local against = years:where({ year = { "2016/17", "2017/18" } })
  :compare { by = "year", count = "cases", population = "people", reference = "2017/18" }
cell(against.ratio, 1) --> suppressed	10.0000	40.0000
cell(against.ratio, 2) --> suppressed	nil	nil

-- Split years have breaks, too.
print(compared.ratio:mark(4), compared.difference:mark(6)) --> not_applicable	not_applicable
print(has_note(compared, "The series breaks at 2019/20: Cases are counted by person from 2019/20. Years on either side are not compared.")) --> true
local trend = years:trend { by = "year", count = "cases", population = "people" }
print(#trend, trend.from[2], trend.to[2], trend.annual_ratio:mark(1), trend.annual_ratio:mark(2)) --> 2	2019/20	2021/22	suppressed	ok
print(trend.why[1], trend.annual_ratio:bounds(1)) --> 2017/18 (suppressed) and 2018/19 (suppressed)	nil	nil
-- A break before the first year divides nothing.
local late = years:where { year = { "2019/20", "2020/21", "2021/22" } }
print(#late:trend({ by = "year", count = "cases", population = "people" }):notes() == #late:notes()) --> true

-- Groups: 100 of 1,000 White, 1 to 4 of 500 Asian, none of 200 Black, 6 unknown.
local groups = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local how = { count = "cases", group = "group", population = "people", reference = "White", unknown_labels = "Unknown" }
local result = groups:disproportionality(how)
cell(result:column "rate", 2) --> suppressed	20.0000	80.0000
cell(result.ratio, 1) --> 1.0000	1.0000	1.0000
cell(result.ratio, 2) --> suppressed	0.0200	0.0800
-- Shares of 101 to 104 events over shares of 1,700 people: White 100/104 to 100/101, Asian 1/101 to 4/104.
cell(result.index, 1) --> suppressed	1.6346	1.6832
cell(result.index, 2) --> suppressed	0.0337	0.1308
cell(result.index, 3) --> suppressed	0.0000	0.0000
-- 1 to 4 events where 50 are expected.
cell(result.excess, 2) --> suppressed	-49.0000	-46.0000
-- All 6 unknown in White or in the group, and 1 or 4 hidden: (1/500)/(106/1,000) to (10/500)/(100/1,000).
cell(result.unknown_lower, 2) --> 0.0189	0.0189	0.0189
cell(result.unknown_upper, 2) --> 0.2000	0.2000	0.2000
cell(result.unknown_lower, 1) --> not_applicable	nil	nil
print(result.unknown_lower.measure) --> bounds.rateratio
print(has_note(result, "The excess of a group without events has no limits: they carry over those of the ratio, which is 0.")) --> true
-- Against a hidden reference; its own ratio is not a range around 1.
how.reference = "Asian"
result = groups:disproportionality(how)
cell(result.ratio, 1) --> suppressed	12.5000	50.0000
cell(result.ratio, 2) --> suppressed	nil	nil
-- The unknown can be hidden as well: between 1 and 4 more.
how.reference, how.unknown_labels = "White", "Asian"
local also = groups:where({ group = { "White", "Asian", "Black" } }):disproportionality(how)
print(has_note(also, "Between 1 and 4 events (suppressed) have no known group and are in no rate. The lowest and highest ratio put all of them into White or all into the group.")) --> true
cell(also.unknown_upper, 2) --> 0.2000	0.2000	0.2000

-- Events without a label are in no group; they are not dropped without a word.
local nameless = foi.table("nameless", { { "group", { "White", "Asian" } }, { "cases", { 5, 7 } }, { "people", { 50, 70 } } })
  :derive("group", groups:where({ group = { "White", "Nobody" } }).label)
local ok, e = pcall(nameless.disproportionality, nameless, { count = "cases", group = "group", population = "people", reference = "White" })
print(ok, e.code, e.message) --> false	D216	disproportionality: a row of 'group' has no label (blank), so its events belong to no group

-- A result that is not defined is explained, also where the others of its row are.
local excess = foi.stats.disproportion.excess_count { count1 = { 0, 5 }, exposure1 = 100, count0 = 10, exposure0 = 100 }
print(excess.estimate[1], excess.lower:mark(1), excess:undefined(), #excess:notes()) --> -10.0	undefined	0	1
print(excess:notes()[1]) --> disproportion.excess_count: not every result is defined in 1 of 2 rows.

-- Groups that have people and no row of events are named; so is a population that all series share.
local two = foi.table("two", { { "group", { "White", "Asian/Asian British" } }, { "cases", { 100, 20 }, count = true } })
  :disproportionality { count = "cases", group = "group", population = foi.dataset "leicester_population_2011", reference = "White" }
print(has_note(two, "There are people and no row of events for Mixed/multiple ethnic group, Black/African/Caribbean/Black British, "
  .. "Other ethnic group; they are in no rate and not in the index.")) --> true
local areas = foi.table("areas", { { "area", { "A", "A", "B", "B" } }, { "year", { "2018", "2019", "2018", "2019" } }, { "n", { 5, 6, 8, 9 } } })
local children = foi.dataset "leicester_children_0_17"
print(has_note(areas:compare { by = "year", count = "n", population = children, within = "area" }, "The population is the same for every 'area'.")) --> true

-- A count that is hidden without bounds: the sum is at least the others, and stays so in later sums, and in rates: 21
-- of 450 people.
local open = foi.read "made_up_open.csv"
local by_group = open:by("group"):sum("cases", "people")
cell(by_group.cases, 1) --> suppressed	21.0000	Inf
cell(by_group.cases, 2) --> 120.0000	120.0000	120.0000
cell(by_group.cases + 5, 1) --> suppressed	26.0000	Inf
cell(by_group.cases * 0.5, 1) --> suppressed	10.5000	Inf
cell(100 - by_group.cases, 1) --> suppressed	-Inf	79.0000
cell(by_group:sum("cases").cases, 1) --> suppressed	141.0000	Inf
cell(open:by("area"):sum("cases").cases, 1) --> suppressed	30.0000	Inf
cell(by_group:rate({ count = "cases", population = "people" }):column "rate", 1) --> suppressed	466.6667	Inf
local compared_groups = by_group:disproportionality { count = "cases", group = "group", population = "people",
  reference = "y", minimum = { cell = 10, n = 30 } }
-- Over 120 of 2,550.
cell(compared_groups:column "ratio", 1) --> suppressed	0.9917	Inf
print(compared_groups:column("status")[1]) --> ok
local elsewhere = foi.table("elsewhere", { { "group", { "x", "y" } }, { "cases", { 500, 1000 }, count = true },
  { "people", { 4000, 9000 }, count = true } })
local beside = by_group:comparators { count = "cases", group = "group", population = "people", reference = "y",
  elsewhere = elsewhere }
cell(beside.weighted, 1) --> suppressed	nil	nil

-- "5+" and "≤7" have one end: it stays alone in every result, and neither 0 nor an infinity stands for the other.
local one_sided = foi.read("made_up_one_sided.csv", { text = { "year" },
  marks = { ["5+"] = { mark = "suppressed", lo = 5 }, ["≤7"] = { mark = "suppressed", hi = 7 } } })
cell(one_sided.cases, 2) --> suppressed	5.0000	Inf
cell(one_sided.cases, 6) --> suppressed	-Inf	7.0000
local all_years = one_sided:by("year"):sum("cases", "people")
cell(all_years.cases, 2) --> suppressed	71.0000	Inf
cell(all_years.cases, 3) --> suppressed	47.0000	54.0000
cell(one_sided:where({ area = "South", year = "2021" }):sum("cases").cases, 1) --> suppressed	-Inf	7.0000
local sided = one_sided:rate { count = "cases", population = "people" }
cell(sided:column "rate", 2) --> suppressed	12.5000	Inf
cell(sided:column "rate", 6) --> suppressed	-Inf	7.0000
cell(one_sided:proportion({ count = "cases", of = "people" }).percentage, 2) --> suppressed	0.1250	Inf
-- Over 40 of 5,000, and over 60 of 9,000. What is compared with "5+" is at most so many times it.
local since = one_sided:compare { by = "year", count = "cases", population = "people", within = "area" }
cell(since.ratio, 2) --> suppressed	0.1562	Inf
cell(since.difference, 2) --> suppressed	-67.5000	Inf
cell(since.ratio, 6) --> suppressed	-Inf	0.1050
local against_open = one_sided:compare { by = "year", count = "cases", population = "people", within = "area", reference = "2020" }
cell(against_open.ratio, 1) --> suppressed	-Inf	6.4000
cell(against_open.difference, 1) --> suppressed	-Inf	67.5000
-- A cell that may be anything is at least nothing, which says nothing; and so does a sum of such cells.
cell(one_sided.cases + one_sided.people, 2) --> suppressed	4,005.0000	Inf
cell(one_sided.people / one_sided.cases, 2) --> suppressed	-Inf	800.0000
cell(open:where({ area = "A", group = "x" }):sum("cases").cases, 1) --> suppressed	nil	nil
-- Standardised: at least 5 of 4,000 and 66 of 8,000, weighted by 14,000 and 27,000 people.
local made_alike = one_sided:standardise { strata = "area", within = "year", standard = "total", count = "cases", population = "people" }
cell(made_alike.standardised, 2) --> suppressed	58.5976	Inf
-- Stratified by year, North over South: at least 5 events leave the upper end open, at most 7 do too.
local alike = one_sided:stratified { group = "area", reference = "South", strata = "year", count = "cases", population = "people" }
print(foi.fixed(alike.hidden_lower[1], 4), alike.hidden_upper:mark(1)) --> 1.3195	suppressed
local strata = { low = { 40, 5, 47 }, people1 = { 5000, 4000, 5000 }, high0 = { 60, 66, 7 }, people0 = { 9000, 8000, 10000 } }
print(foi.fixed(foi.stats.mh.rateratio { count1 = strata.low, exposure1 = strata.people1, count0 = strata.high0,
  exposure0 = strata.people0 }.estimate, 4)) --> 1.3195
-- Trends: events in 2020 lie before the mean year of the others, so that more of them could only lower the trend.
local bent = one_sided:trend { by = "year", count = "cases", population = "people", within = "area" }
print(bent.hidden_lower:mark(1), bent.hidden_upper:mark(1), bent.hidden_lower:mark(2), bent.hidden_upper:mark(2)) --> suppressed	ok	ok	ok
local function to_one_more(cases) return foi.stats.trend.poisson_loglinear { count = { 40, cases, 47 }, exposure = { 5000, 4000, 5000 },
  x = { 2019, 2020, 2021 } }.annual_rate_ratio end
print(bent.hidden_upper[1] == to_one_more(5), to_one_more(5) > to_one_more(6), to_one_more(6) > to_one_more(6000)) --> true	true	true
-- Twice what is known from above only is, too; 7 more than at most 7 are 7 at least, because a count is not negative.
cell(one_sided.cases * 2, 6) --> suppressed	-Inf	14.0000
cell(one_sided.cases + 7, 6) --> suppressed	7.0000	14.0000
-- At most 7 unknown events of 47 + 60 known ones, shared in proportion to these: rates grow by at most 7 / 107.
local shared = foi.table("shared", { { "group", { "A", "B", "Unknown" } }, { "people", { 1000, 2000, 0 } } })
  :derive("cases", foi.read("made_up_shared.csv", { marks = { ["≤7"] = { mark = "suppressed", hi = 7 } } }).cases)
  :disproportionality { count = "cases", group = "group", population = "people", reference = "B", unknown_labels = "Unknown",
    unknown = "proportional" }
cell(shared.rate_lower, 1) --> suppressed	345.3383	367.9305
print(foi.fixed(foi.rate({ count = 47, population = 1000 }).lower, 4), foi.fixed(foi.rate({ count = 47, population = 1000 }).lower * 114 / 107, 4)) --> 345.3383	367.9305
-- An open end stands for any number: 70 of 60 or more are at most all of them, 3 of at most 7 at least 3 in 7.
local of_open = foi.read("made_up_of_open.csv", { marks = { ["60+"] = { mark = "suppressed", lo = 60 },
  ["≤7"] = { mark = "suppressed", hi = 7 }, ["5+"] = { mark = "suppressed", lo = 5 } } })
local percentage = of_open:proportion({ count = "x", of = "n" }).percentage
cell(percentage, 1) --> suppressed	-Inf	100.0000
cell(percentage, 2) --> suppressed	42.8571	Inf
cell(percentage, 3) --> suppressed	25.0000	Inf
-- Of 400 White 200 went on, of 60 or more Black 40 and of 90 Asian 5 or more: 40 / 60 over 1 / 2, and 5 / 90 over 1 / 2.
local decisions = foi.read("made_up_open_stages.csv", { marks = { ["60+"] = { mark = "suppressed", lo = 60 }, ["5+"] = { mark = "suppressed", lo = 5 } } })
  :cascade { stages = { "referred", "assessed" }, group = "group", reference = "White" }:where { stage = "assessed" }
cell(decisions:column "rate", 2) --> suppressed	-Inf	66.6667
cell(decisions:column "ratio", 2) --> suppressed	-Inf	1.3333
cell(decisions:column "ratio", 3) --> suppressed	0.1111	Inf
