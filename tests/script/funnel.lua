-- luacheck: no max line length
-- Places against a target: limits known by hand or from R, every row stays, and notes count them.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function made_up(cases, people)
  local area = {}
  for i = 1, #cases do area[i] = string.char(64 + i) end
  return foi.table("made_up", { { "area", area }, { "cases", cases, count = true }, { "people", people } })
end
local function note_with(t, text)
  for _, note in ipairs(t:notes()) do
    if note:find(text, 1, true) then return note end
  end
end
local function print_notes(t)
  for _, note in ipairs(t:notes()) do print(note) end
end

-- 20 expected. P(X >= 29) is 0.034, P(X >= 30) 0.022, P(X >= 35) 0.0015, P(X >= 36) 0.0008;
-- P(X <= 12) is 0.039, P(X <= 11) 0.021, P(X <= 8) 0.0021, P(X <= 7) 0.0008 (R 4.2.2 ppois).
local cases = { 29, 30, 35, 36, 12, 11, 8, 7, 20, 0 }
local twenty = made_up(cases, { 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000 })
  :funnel { count = "cases", population = "people", target = 100 }
for i = 1, #twenty do print(twenty.cases[i], twenty.expected[i], twenty.position[i]) end
--> 29	20.0	inside
--> 30	20.0	above 95%
--> 35	20.0	above 95%
--> 36	20.0	above 99.8%
--> 12	20.0	inside
--> 11	20.0	below 95%
--> 8	20.0	below 95%
--> 7	20.0	below 99.8%
--> 20	20.0	inside
--> 0	20.0	below 99.8%
-- The limits of the ratio at 20 expected (R uniroot of pgamma): 0.562383, 1.485316, 0.362121, 1.782514.
local row = twenty:row(1)
print(foi.fixed(row.chance_95_lower, 4), foi.fixed(row.chance_95_upper, 4)) --> 56.2383	148.5316
print(foi.fixed(row.chance_998_lower, 4), foi.fixed(row.chance_998_upper, 4)) --> 36.2121	178.2514
print(foi.fixed(row.rate, 1), foi.fixed(row.ratio, 2), row.target) --> 145.0	1.45	100.0
-- z is 2 (sqrt O - sqrt E): defined without events.
print(foi.fixed(twenty.z[4], 6), foi.fixed(2 * (6 - math.sqrt(20)), 6), foi.fixed(twenty.z[10], 6)) --> 3.055728	3.055728	-8.944272
print(table.concat(twenty:columns(), " "))
--> area cases people expected rate ratio position z chance_95_lower chance_95_upper chance_998_lower chance_998_upper target
print_notes(twenty)
--> Figures from all 10 areas.
--> The target is 100.0 per 10,000 people, as given.
--> 10 areas are judged. 7 lie beyond the 95% limits of chance, 3 of them beyond the 99.8% limits; if chance were all, at most about 0.5 and fewer than 0.1 would.

-- Every number says what it is.
print(twenty:column("rate").unit, twenty:column("rate").denominator, twenty.ratio.comparator) --> per 10,000 people	people	the target
print(twenty.chance_95_upper.measure, twenty.chance_95_upper.unit, twenty.z.measure) --> funnel.limits_exact_poisson	per 10,000 people	funnel.zscore_overdispersed_sqrt

-- Position and exact test are the same question, whatever the size.
local differ, places = 0, { cases = {}, people = {} }
for expected = 5, 60 do
  for count = 0, 3 * expected, 3 do
    places.cases[#places.cases + 1], places.people[#places.people + 1] = count, expected * 100
  end
end
local labels = {}
for i = 1, #places.cases do labels[i] = tostring(i) end
local many = foi.table("many", { { "place", labels }, { "cases", places.cases, count = true }, { "people", places.people } })
  :funnel { count = "cases", population = "people", group = "place", target = 100 }
local code = foi.stats.funnel.significance_ratio { observed = many.cases, expected = many.expected }.code
local words = { [2] = "above 99.8%", [1] = "above 95%", [0] = "inside", [-1] = "below 95%", [-2] = "below 99.8%" }
for i = 1, #many do
  if words[code[i]] ~= many.position[i] then differ = differ + 1 end
end
print(#many, differ) --> 1876	0

-- The target of all together, the usual spread, and a place too small to judge.
local spread_cases, spread_people = { 120, 80, 10, 0, 300, 2 }, { 10000, 9000, 2000, 1000, 20000, 100 }
local mixed = made_up(spread_cases, spread_people)
local total = 512 / 42100
local shmi = mixed:funnel { count = "cases", population = "people", spread = "shmi" }
print(foi.fixed(shmi.target[1], 6) == foi.fixed(total * 10000, 6), foi.fixed(shmi.expected[4], 4)) --> true	12.1615
for i = 1, #shmi do print(shmi.area[i], shmi.position[i], shmi.position_by_chance[i], shmi.z:mark(i)) end
--> A	inside	inside	ok
--> B	inside	below 95%	ok
--> C	below 95%	below 99.8%	ok
--> D	below 99.8%	below 99.8%	undefined
--> E	inside	above 99.8%	ok
--> F	too small to judge	too small to judge	not_applicable
-- The spread is that of the measure, from the judged places with events: not of D and F.
local of = { observed = { 120, 80, 10, 300 }, expected = { 10000 * total, 9000 * total, 2000 * total, 20000 * total } }
local usual = foi.stats.funnel.overdispersion_shmi(of)
print(shmi.tau2[1] == usual.tau2, shmi.tau2[6] == usual.tau2, usual.n) --> true	true	4
local limit = foi.stats.funnel.limits_overdispersed { expected = shmi.expected[5], tau2 = usual.tau2, multiplier = total * 10000 }
print(math.abs(shmi.spread_998_upper[5] / limit.upper_3s - 1) < 1e-14, shmi.spread_998_upper:mark(6)) --> true	not_applicable
print(foi.fixed(shmi.z[3], 9) == foi.fixed(foi.stats.funnel.zscore_overdispersed { observed = 10, expected = 2000 * total, tau2 = usual.tau2 }.z, 9)) --> true
print_notes(shmi)
--> funnel.zscore_overdispersed cannot be computed in 1 of 6 rows: no events, hence no logarithm.
--> Figures from all 6 areas.
--> The target is 121.6 per 10,000 people, the rate of all areas with figures together.
--> 5 areas are judged; 1 with fewer than 5 expected is too small to be. 4 lie beyond the 95% limits of chance, 3 of them beyond the 99.8% limits; if chance were all, at most about 0.2 and fewer than 0.1 would.
--> The areas differ by more than chance: variance tau2 0.1160 on the log scale, phi 10.2 (funnel.overdispersion_shmi, from 4 of them). 2 lie beyond the 95% limits of chance and that spread together, 1 of them beyond the 99.8% limits.
-- On the square root scale a place without events counts too.
local cqc = mixed:funnel { count = "cases", population = "people", spread = "cqc" }
of.observed[5], of.expected[5] = 0, 1000 * total
print(foi.fixed(cqc.tau2[1], 12) == foi.fixed(foi.stats.funnel.overdispersion_cqc({ observed = { 120, 80, 10, 0, 300 },
  expected = { 10000 * total, 9000 * total, 2000 * total, 1000 * total, 20000 * total } }).tau2, 12)) --> true
print(cqc.z:mark(4), cqc.spread_95_upper.measure) --> ok	funnel.limits_overdispersed_sqrt

-- Hidden counts have bounds and a reason; they are in no target and in no spread.
local hidden = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local f = hidden:funnel { count = "cases", population = "people", group = "group", called = "groups" }
for i = 1, #f do
  local lo, hi = f:column("rate"):bounds(i)
  print(f.group[i], f.position[i], lo and foi.fixed(lo, 1), hi and foi.fixed(hi, 1), f.expected[i] and foi.fixed(f.expected[i], 2))
end
--> White	inside	1,000.0	1,000.0	83.33
--> Asian	suppressed	20.0	80.0	41.67
--> Black	below 99.8%	0.0	0.0	16.67
--> Unknown	cannot be computed	nil	nil	0.00
--> Nobody	cannot be computed	nil	nil	0.00
-- The 6 events of nobody are in no rate and no target: 100 in 1,200. The hidden 1 to 4 of 42 expected are a ratio too, and limits stand beside them.
local low, high = f.ratio:bounds(2)
print(foi.fixed(low, 4), foi.fixed(high, 4), f.z:mark(2), f.chance_95_lower[2] > 500) --> 0.0240	0.0960	suppressed	true
print_notes(f)
--> rate.ci.garwood_exact cannot be computed in 2 of 5 rows: a rate over nothing: exposure is 0.
--> smr.ci.exact cannot be computed in 2 of 5 rows: nothing to compare with: expected is 0.
--> Figures from 2 of 5 groups (1 suppressed, 2 cannot be computed).
--> The target is 833.3 per 10,000 people, the rate of all groups with figures together.
--> 2 groups are judged. 1 lies beyond the 95% limits of chance, 1 of them beyond the 99.8% limits; if chance were all, at most about 0.1 and fewer than 0.1 would.
-- Nothing to take a target from, nothing at all, one place: every row stays, and nothing is made up.
local none = hidden:where({ label = "Asian" }):funnel { count = "cases", population = "people", group = "label", spread = "shmi" }
print(none.position[1], none.ratio:mark(1), none.chance_95_upper:mark(1), none.target:mark(1), none.tau2:mark(1))
--> suppressed	suppressed	undefined	undefined	undefined
print_notes(none)
--> Figures from 0 of 1 areas (1 suppressed).
--> There is no target: no areas have figures to take it from.
--> 0 areas are judged.
--> The usual spread between areas cannot be estimated: no place has figures and enough events expected.
local alike = made_up({ 20, 20, 20 }, { 2000, 2000, 2000 }):funnel { count = "cases", population = "people", spread = "cqc" }
print(alike.tau2[1], note_with(alike, "differ by"))
--> 0.0	Most areas differ by no more than chance: variance tau2 0.0000 on the square root scale, phi 0.0 (funnel.overdispersion_cqc, from 3 of them). 0 lie beyond the 95% limits of chance and that spread together, 0 of them beyond the 99.8% limits.
local nobody = made_up({ 0, 0 }, { 1000, 2000 }):funnel { count = "cases", population = "people", spread = "cqc" }
print(nobody.position[1], nobody.target[1], nobody.chance_95_upper:mark(1), note_with(nobody, "The target"))
--> too small to judge	0.0	undefined	The target is 0.0 per 10,000 people, the rate of all areas with figures together.
local empty = made_up({ 1 }, { 1 }):where(function() return false end):funnel { count = "cases", population = "people", spread = "cqc" }
print(#empty, note_with(empty, "Figures")) --> 0	Figures from all 0 areas.
local one = made_up({ 20 }, { 2000 }):funnel { count = "cases", population = "people", spread = "cqc" }
print(one.position[1], one.position_by_chance[1], one.spread_95_upper:mark(1), one.z:mark(1)) --> cannot be judged	inside	undefined	undefined
print(one:notes()[#one:notes()])
--> The usual spread between areas cannot be estimated: one place alone says nothing about it.
-- A million expected: the limits are where R has them.
local large = made_up({ 1003093, 1003092, 996910, 996911 }, { 1e8, 1e8, 1e8, 1e8 }):funnel { count = "cases", population = "people", target = 100 }
for i = 1, 4 do print(large.position[i], foi.fixed(large.chance_998_upper[i], 7)) end
--> above 99.8%	100.3092157
--> above 95%	100.3092157
--> below 99.8%	100.3092157
--> below 95%	100.3092157

-- The people of another table; columns that were there stay behind the label.
local regions = foi.table("t", { { "code", { "x", "y" } }, { "area", { "North", "South" } }, { "visits", { 30, 12 }, count = true } })
local joined = regions:funnel { count = "visits", population = foi.dataset "made_up_people", per = 1000, people = "residents" }
print(table.concat(joined:select("area", "code", "visits", "rate"):columns(), " "), joined:columns()[1], joined:columns()[2])
--> area code visits rate	area	code
print(joined:column("rate").unit)
--> per 1,000 residents
-- The target of a table that was sorted or cut is still there.
print(twenty:sort("z").target[1], twenty:where({ area = "A" }).target[1]) --> 100.0	100.0

-- What is refused, and what to do.
print(caught(twenty.funnel, twenty, { count = "cases", population = "people", spraed = "shmi" }))
--> A101: funnel has no argument 'spraed' | did you mean 'spread'? it takes count, population, group, per, target, spread, fewest, people, called
print(caught(twenty.funnel, twenty, { count = "cases", population = "people", spread = "smhi" }))
--> A104: funnel: 'spread' must be "none", "shmi" or "cqc", got "smhi" | did you mean "shmi"?
print(caught(twenty.funnel, twenty, { count = "cases", population = "people", target = 0 }))
--> A104: funnel: 'target' must be "total" or a rate above 0, got 0
print(caught(twenty.funnel, twenty, { count = "cases", population = "people", target = "all" }))
--> A104: funnel: 'target' must be a number or "total", got "all" | target: the rate that the places are held against, per so many people; "total": that of all places with figures together
print(caught(twenty.funnel, twenty, { count = "cases", population = "people", fewest = "5" }))
--> A103: funnel: 'fewest' must be a number, got "5" | fewest: expected events below which a place is not judged
print(caught(twenty.funnel, twenty, { count = "cases" }))
--> A102: funnel needs 'population'
print(caught(twenty.funnel, twenty:select("area", "cases", "people"), { count = "case", population = "people" }))
--> D210: no column "case"; there are: area, cases, people | did you mean "cases"?
print(caught(twenty.funnel, twenty:select("area", "cases", "people"), { count = "cases", population = "people", group = "place" }))
--> D210: no column "place"; there are: area, cases, people
print(caught(twenty.funnel, twenty:concat(twenty:where { area = "B" }), { count = "cases", population = "people" }))
--> D212: funnel: 'B' has 2 rows; it needs one for each area | choose with :where, or add up with :by(...):sum

-- The target and what is expected name the measures that give them, which agree: the people at the rate of all.
local named = foi.table("named", { { "area", { "A", "B", "C" } }, { "cases", { 30, 12, 41 }, count = true }, { "people", { 900, 700, 1100 } } })
local held = named:funnel { count = "cases", population = "people" }
print(held.target.measure, held.target.denominator, held.expected.measure) --> rate.ci.garwood_exact	people	isr.indirect_ratio_phe
print(foi.fixed(held.target[1], 9) == foi.fixed(foi.rate({ count = 83, population = 2700 }).rate, 9)) --> true
for i = 1, 3 do
  local expected = foi.stats.isr.indirect_ratio_phe { count = { named.cases[i] }, pop = { named.people[i] }, ref_count = { 83 }, ref_pop = { 2700 } }
  print(foi.fixed(held.expected[i], 9) == foi.fixed(expected.expected, 9))
end
--> true
--> true
--> true
print(named:funnel({ count = "cases", population = "people", target = 300 }).target.measure) --> nil
