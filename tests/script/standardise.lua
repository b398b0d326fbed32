-- luacheck: no max line length
-- Standardised rates and ratios: published and hand-worked figures, and what is refused or only bounded.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function fixed(x, n) return x and foi.fixed(x, n) or "nil" end
local function limits(row, name, n)
  return ("%s (%s to %s)"):format(fixed(row[name], n), fixed(row[name .. "_lower"], n), fixed(row[name .. "_upper"], n))
end
local function has(t, pattern)
  for _, note in ipairs(t:notes()) do
    if note:find(pattern) then return note end
  end
end

-- Directly, against a standard of weights: the example of dsr.dobson_byar_phe (PHEindicatormethods
-- 2.1.1). B has 9 events: a row with its crude rate, no standardised rate, and the reason.
local ages = { "0-14", "15-44", "45-64", "65+" }
local places = foi.table("places", { { "area", { "A", "A", "A", "A", "B", "B", "B", "B" } },
  { "age", { ages[1], ages[2], ages[3], ages[4], ages[4], ages[3], ages[2], ages[1] } },
  { "deaths", { 31, 52, 40, 77, 4, 3, 1, 1 }, count = true },
  { "people", { 4100, 5200, 6100, 4900, 60, 70, 85, 90 } } })
local weights = foi.table("weights", { { "age", { ages[4], ages[3], ages[2], ages[1] } }, { "share", { 20, 30, 28, 22 } } })
local how = { count = "deaths", population = "people", strata = "age", within = "area", standard = weights, per = 100000 }
local d = places:standardise(how)
print(table.concat(d:columns(), " ")) --> area deaths people rate rate_lower rate_upper standardised standardised_lower standardised_upper why
print(limits(d:row(1), "standardised", 6)) --> 957.348489 (828.307167 to 1,100.675257)
print(limits(d:row(1), "rate", 1), d.why[1] == "") --> 985.2 (853.4 to 1,131.6)	true
print(fixed(d:column("rate")[2], 1), d.standardised[2], d.standardised:mark(2), d.why[2]) --> 2,950.8	nil	undefined	fewer than 10 events
print(d.standardised.measure, d.standardised.unit, d.standardised.denominator) --> dsr.dobson_byar_phe	per 100,000 people	people, in the mix of share of weights
print(d:notes()[1]) --> Directly standardised for age: the rate with the people of the standard, share of weights.
print(d:notes()[2]) --> 1 of 2 rows have fewer than 10 events: too few for a directly standardised rate by dsr.dobson_byar_phe.
-- By hand: 22/100 31/4100 + 28/100 52/5200 + 30/100 40/6100 + 20/100 77/4900 = 0.009573.
-- A method that is named keeps its own rules; B's nine events are still called few.
how.method, how.conf_level = "dsr.fay_feuer_gamma", 0.9
d = places:standardise(how)
print(d.standardised[2] ~= nil, d.standardised_upper[1] < 1100.675257, has(d, "^1 of 2 rows")) --> true	true	1 of 2 rows have fewer than 10 events: rates from so few are unstable.
how.method, how.conf_level = nil, nil

-- The standard can be all places together, or one of them. Against itself a place has its crude
-- rate. By hand, two ages, per 100: standard 300 and 200; C (10/100) 0.6 + (40/100) 0.4 = 22, crude 25;
-- D (30/200) 0.6 + (30/100) 0.4 = 21, crude 20.
local two = foi.table("two", { { "area", { "C", "C", "D", "D" } }, { "age", { 1, 2, 1, 2 } },
  { "n", { 10, 40, 30, 30 }, count = true }, { "people", { 100, 100, 200, 100 }, title = "Children" } })
local by_age = { count = "n", population = "people", strata = "age", within = { "area" }, standard = "total", per = 100 }
local all = two:standardise(by_age)
for i = 1, #all do print(all.area[i], all:column("rate")[i], fixed(all.standardised[i], 6)) end
--> C	25.0	22.000000
--> D	20.0	21.000000
print(all.standardised.denominator, #all:columns()) --> Children, in the mix of all 2 together (area)	9
by_age.standard = "C"
all = foi.standardise(two, by_age)
print(all.standardised[1], fixed(all.standardised[2], 6), all.standardised.denominator) --> 25.0	22.500000	Children, in the mix of C

-- Indirectly: D's expected events at C's rates are 0.1 200 + 0.4 100 = 60; observed 60. At the rates of
-- all: 40/300 and 70/200, C 13.33 + 35 = 48.33, D 26.67 + 35 = 61.67.
by_age.method = "indirect"
local ratio = two:standardise(by_age)
print(ratio.expected[2], ratio.ratio[2], ratio.ratio.comparator, ratio.ratio.measure) --> 60.0	1.0	C	smr.ci.exact
by_age.standard = "total"
ratio = two:standardise(by_age)
print(fixed(ratio.expected[1], 4), fixed(ratio.ratio[1], 6), fixed(ratio.expected[2], 4), fixed(ratio.ratio[2], 6)) --> 48.3333	1.034483	61.6667	0.972973
print(ratio:notes()[1]) --> Indirectly standardised for age: events over those expected at the rates of all 2 together (area). The ratio compares a place with the standard, not one place with another.
-- The test data of PHEindicatormethods (testdata_DSR_ISR.xlsx), as in the example of isr.indirect_ratio_phe.
local band, observed, pop = {}, { 127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91 },
  { 636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207 }
for i = 1, 19 do band[i] = i end
local phe = foi.table("phe", { { "age", band }, { "n", observed, count = true }, { "people", pop } })
local england = foi.table("England", { { "age", band }, { "n", { 10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031,
  2771, 3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757 }, count = true }, { "people", { 50520, 57173, 60213, 54659,
  44345, 50128, 62163, 67423, 62899, 55463, 60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918 } } })
local i = phe:standardise { count = "n", population = "people", strata = "age", standard = england, method = "smr.ci.byar_phe" }
print(#i, i.n[1], fixed(i.expected[1], 6)) --> 1	895	835.883561
print(limits(i:row(1), "ratio", 8)) --> 1.07072329 (1.00171477 to 1.14323329)

-- Hidden counts: never 0. 10 of 1,000 and 1 to 4 of 500, standard 6 to 4: 6 + 0.8 to 6 + 3.2 per 1,000.
-- Indirectly, 11 to 14 over the 30 expected at rates of 10 in 1,000 and 20 in 500.
local marked = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local open = foi.read("made_up_hidden.csv", { marks = { ["<5"] = "suppressed" } })
local function hidden_table(from)
  local one = from:where { group = "Asian" }:select("cases"):derive("age", "old"):derive("people", 500)
  return foi.table("hidden", { { "cases", { 10 }, count = true }, { "age", { "young" } }, { "people", { 1000 } } })
    :concat(one)
end
local hidden = hidden_table(marked)
local mix = foi.table("mix", { { "age", { "young", "old" } }, { "cases", { 10, 20 }, count = true }, { "people", { 1000, 500 } } })
local six_to_four = foi.table("mix", { { "age", { "young", "old" } }, { "people", { 6, 4 } } })
local plain = { count = "cases", population = "people", strata = "age", standard = six_to_four, per = 1000 }
local h = hidden:standardise(plain)
print(h.standardised[1], h.standardised:mark(1), h.standardised:bounds(1)) --> nil	suppressed	6.8	9.2
print(h.standardised_lower:mark(1), h.standardised_lower:bounds(1)) --> suppressed	nil	nil
print(h.cases:bounds(1)) --> 11.0	14.0
print(h.why[1], h:column("rate"):mark(1)) --> suppressed	suppressed
plain.method, plain.standard = "indirect", mix
h = hidden:standardise(plain)
print(h.expected[1], h.ratio[1], h.ratio:mark(1)) --> 30.0	nil	suppressed
print(fixed(h.ratio:bounds(1), 4), fixed(select(2, h.ratio:bounds(1)), 4)) --> 0.3667	0.4667
-- Without bounds there is no range; and none when the standard's own events are hidden.
h = hidden_table(open):standardise(plain)
print(h.ratio:mark(1), h.ratio:bounds(1), h.expected[1]) --> suppressed	nil	30.0
plain.standard = hidden
h = mix:standardise(plain)
print(h.expected[1], h.expected:bounds(1)) --> nil	11.0	14.0
print(fixed(h.ratio:bounds(1), 4), fixed(select(2, h.ratio:bounds(1)), 4), h.why[1]) --> 2.1429	2.7273	events of the standard are hidden
plain.standard = hidden_table(open)
h = mix:standardise(plain)
print(h.expected:mark(1), h.ratio:mark(1), h.ratio:bounds(1)) --> suppressed	suppressed	nil	nil
-- t:tighten gives bounds where the symbol gives none: 13 in all, the young 10 and the hidden at least 1.
plain.standard, plain.method = six_to_four, nil
local with_all = foi.table("t", { { "cases", { 13 }, count = true }, { "age", { "All" } }, { "people", { 1500 } } })
  :concat(hidden_table(open))
local tight = with_all:derive("cases", with_all.cases, { count = true })
  :tighten { count = "cases", parts = "age", total = "All", within = {}, published = true }
h = tight:where { age = { "young", "old" } }:standardise(plain)
print(fixed(h.standardised[1], 4), h.cases[1], h:column("rate"):mark(1)) --> 8.4000	13	ok

-- Strata that only one side has, of the whole or of one place; people that are not there.
local older = foi.table("w", { { "age", { ages[1], ages[2], ages[3], "65-84", "85+" } }, { "people", { 1, 1, 1, 1, 1 } } })
how.standard = older
print(caught(places.standardise, places, how))
--> D213: standardise: strata of 'age' without a partner: the standard has no 65+; the data have no 65-84, 85+ | use the same labels in both, and add up strata that one of them has together
how.standard = weights
local some = places:where(function(row) return row.area ~= "B" or row.age ~= "65+" end):standardise(how)
print(some.standardised[1] ~= nil, some.standardised:mark(2), some.why[2]) --> true	undefined	no row for 65+
local nobody = places:derive("people", function(row) return row.age == "65+" and row.area == "A" and 0 or row.people end)
print(nobody:standardise(how).why[1]) --> nobody is at risk in stratum 1 of 4
how.standard = "Z"
print(caught(places.standardise, places, how)) --> D216: standardise: the standard 'Z' is not in 'area' | it is a table of populations, "total" or one of the labels
how.standard, how.within = "total", nil
print(caught(two.standardise, two:where { area = "C" }, { count = "n", population = "people", strata = "age", standard = "total" }))
--> A104: standardise: one place alone is no standard for itself | name the places with within = {...}, or give a table of populations as the standard
print(caught(places.standardise, places, how):sub(1, 29)) --> D212: standardise: '0-14' has
how.within, how.method = "area", "dsr.ratio"
print(caught(places.standardise, places, how)) --> A104: standardise: 'dsr.ratio' does not standardise the rate of one place | it is "direct", "indirect", or the name of a measure dsr.* or smr.ci.*
how.method = "indirct"
print(caught(places.standardise, places, how):sub(1, 4)) --> A106
how.method, how.stratum = nil, "age"
print(caught(places.standardise, places, how):match "did you mean '(%w+)'") --> strata
how.stratum, how.method, how.standard = nil, "indirect", weights
print(caught(places.standardise, places, how):match "^(D210[^|]*) |") --> D210: standardise: the standard has no column of events, 'deaths'

-- Groups as strata: the total is no stratum and the unknown are counted. England against an authority
-- in one table would count children twice, unless one of them is the standard.
local looked_after = foi.dataset "england_looked_after_by_ethnicity"
  :where { year_ending_march = "2023", area_code = { "E92000001", "E09000001", "E06000016" } }
  :where(function(row) return row.group ~= "Total" and row.area_code ~= "E09000001" end):derive("people", 1000)
local ethnic = { count = "looked_after", population = "people", strata = "group", within = "area_code",
  standard = "total" }
print(caught(looked_after.standardise, looked_after, ethnic):sub(1, 5)) --> D212:
ethnic.standard = "E92000001"
local e = looked_after:standardise(ethnic)
print(#e, e.unknown_count:mark(1), e.unknown_count:mark(2), has(e, "^Events whose")) --> 2	ok	ok	Events whose stratum is not known are in no rate.
