-- luacheck: no max line length
-- Crude against stratified ratios: reversals worked by hand, and strata whose counts are hidden.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function limits(row, name, decimals)
  local function text(x) return x and foi.fixed(x, decimals or 3) or "nil" end
  return ("%s (%s to %s)"):format(text(row[name]), text(row[name .. "_lower"]), text(row[name .. "_upper"]))
end
local function notes(t) for _, note in ipairs(t:notes()) do print(note) end end

-- Kidney stones (Charig et al. BMJ 1986;292:879-882): open surgery does better on small stones (81 of
-- 87 against 234 of 270) and on large ones (192 of 263 against 55 of 80), and worse on all of them.
-- By hand: crude (273/350)/(289/350) = 0.9446; stratified (81 270/357 + 192 80/343)/(234 87/357 + 55
-- 263/343) = 106.0418/99.1972 = 1.0690.
local stones = foi.table("stones", { { "treatment", { "open", "open", "pcnl", "pcnl" } },
  { "size", { "small", "large", "small", "large" } }, { "success", { 81, 192, 234, 55 }, count = true },
  { "patients", { 87, 263, 270, 80 }, count = true } })
local how = { count = "success", population = "patients", group = "treatment", reference = "pcnl", strata = "size",
  method = "mh.riskratio.greenland_robins" }
local r = stones:stratified(how)
print(table.concat(r:columns(), " "))
--> treatment success patients reference_count reference_population crude crude_lower crude_upper ratio ratio_lower ratio_upper direction p_value_homogeneity strata left_out
local row = r:row(1)
print(row.treatment, row.success, row.patients, row.reference_count, row.reference_population) --> open	273	350	289	350
print(foi.fixed(row.crude, 4), foi.fixed(row.ratio, 4), row.direction) --> 0.9446	1.0690	reverses: crude below 1, stratified above
print(row.strata, row.left_out, foi.fixed(row.p_value_homogeneity, 2)) --> 2	0	0.88
print(r.crude.measure, r.ratio.measure, r.ratio.comparator, r.ratio.denominator) --> riskratio.ci.koopman_score	mh.riskratio.greenland_robins	pcnl	patients
notes(r)
--> Stratified by size: each group against pcnl of the same size. Both ratios rest on the strata in which both groups have people and a count.
--> Where the direction reverses, the crude ratio is due to which strata the groups live in, not to a difference within them (Simpson's paradox); see whether the limits leave out 1.
how.by_stratum = true
local each = stones:stratified(how)
for i = 1, #each do print(each.size[i], limits(each:row(i), "ratio"), each.used[i]) end
--> small	1.074 (0.982 to 1.151)	used
--> large	1.062 (0.914 to 1.276)	used
how.by_stratum, how.method = nil, "mh.oddsratio.rbg_ci"
row = stones:stratified(how):row(1)
print(foi.fixed(row.crude, 3), foi.fixed(row.ratio, 3), row.direction) --> 0.748	1.447	reverses: crude below 1, stratified above

-- Rates, by hand: the young are 9,000 of A and 2,000 of B. Crude (120/9500)/(416/10000) = 0.3036;
-- stratified (90 2/11 + 30 80/85)/(16 9/11 + 400 5/85) = 44.5989/36.6203 = 1.2179. The other way
-- round the direction is the other.
local ages = foi.table("ages", { { "area", { "A", "A", "B", "B" } }, { "age", { "young", "old", "young", "old" } },
  { "deaths", { 90, 30, 16, 400 }, count = true }, { "people", { 9000, 500, 2000, 8000 }, count = true } })
local by_age = { count = "deaths", population = "people", group = "area", reference = "B", strata = "age" }
row = ages:stratified(by_age):row(1)
print(foi.fixed(row.crude, 4), foi.fixed(row.ratio, 4), row.direction) --> 0.3036	1.2179	reverses: crude below 1, stratified above
by_age.reference = "A"
row = ages:stratified(by_age):row(1)
print(foi.fixed(row.crude, 4), foi.fixed(row.ratio, 4), row.direction) --> 3.2933	0.8211	reverses: crude above 1, stratified below

-- Doll and Hill's doctors: metafor's rma.mh(measure = "IRR"), and its test of the strata (see mh.*).
local doctors = foi.table("doctors", { { "smoker", { "yes", "yes", "yes", "yes", "yes", "no", "no", "no", "no", "no" } },
  { "age", { 35, 45, 55, 65, 75, 35, 45, 55, 65, 75 } },
  { "deaths", { 32, 104, 206, 186, 102, 2, 12, 28, 28, 31 }, count = true },
  { "years", { 52407, 43248, 28612, 12663, 5317, 18790, 10673, 5710, 2585, 1462 } } })
local smoking = doctors:stratified { count = "deaths", population = "years", group = "smoker", reference = "no", strata = "age" }
row = smoking:row(1)
print(limits(row, "ratio", 6), foi.fixed(row.p_value_homogeneity, 6), row.direction) --> 1.424682 (1.154703 to 1.757784)	0.024917	both above 1
print(limits(row, "crude", 4)) --> 1.7198 (1.3920 to 2.1435)
print(smoking:notes()[2]:match "^Where the p%-value is small") --> Where the p-value is small

-- A hidden count (1 to 4) is never 0: its stratum is left out, the reason is named, and the range has
-- the count at both ends. By hand, people the same everywhere: 20/10 without South, and with it
-- (20 + 1)/(10 + 10) to (20 + 4)/(10 + 10).
local hidden = foi.table("hidden", { { "group", { "A", "A", "A", "B", "B", "C" } },
  { "area", { "North", "South", "East", "North", "South", "North" } }, { "people", { 100, 100, 100, 100, 100, 100 } },
  { "row", { 1, 2, 3, 4, 5, 6 } } })
local symbols = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local marked = symbols:where { group = "Asian" }.cases
local function with_counts(list)
  local t = hidden:derive("cases", list)
  local one = t:where { row = 2 }:derive("cases", marked)
  return t:where { row = 1 }:concat(one):concat(t:where(function(x) return x.row > 2 end))
end
local counts = with_counts { 20, 0, 30, 10, 10, 10 }
local areas = { count = "cases", population = "people", group = "group", reference = "B", strata = "area" }
local h = counts:stratified(areas)
row = h:row(1)
print(row.ratio, row.crude, row.strata, row.left_out, row.why) --> 2.0	2.0	1	2	1 no row of B, 1 suppressed
print(foi.fixed(row.hidden_lower, 3), foi.fixed(row.hidden_upper, 3), h.hidden_lower.measure) --> 1.050	1.200	mh.rateratio
row = h:row(2)
print(row.group, row.ratio, row.direction, row.strata, row.left_out, row.why) --> C	1.0	both at 1	1	2	2 no row
print(h:notes()[2])
--> The lowest and highest ratio have every hidden count at one end of its bounds, in all strata with people: a range, not limits of chance. Counts without bounds leave it open.
-- 2.0 is more than any hidden count allows of all strata together: that is said.
print(h:notes()[3]:match "^[^:]*") --> The stratified ratio of A lies outside that range
areas.by_stratum = true
each = counts:stratified(areas)
for i = 1, #each do print(each.group[i], each.area[i], each.ratio[i] or each.ratio:mark(i), each.used[i]) end
--> A	North	2.0	used
--> C	North	1.0	used
--> A	South	suppressed	suppressed
--> A	East	not_available	no row of B
print(each.ratio:bounds(3)) --> 0.1	0.4
areas.by_stratum = nil

-- A hidden count without bounds leaves the range open. t:tighten gives it bounds by a total: 12 in all
-- and 10 of B leave 2, which is then known; with another hidden count beside it, 0 to 2 of each.
local open = foi.read("made_up_hidden.csv", { marks = { ["<5"] = "suppressed" } })
marked = open:where { group = "Asian" }.cases
local without = with_counts({ 20, 0, 30, 10, 10, 10 }):where { area = { "North", "South" }, group = { "A", "B" } }
local u = without:stratified(areas)
print(u.hidden_lower:mark(1), u.hidden_upper:mark(1), u.why[1]) --> suppressed	suppressed	1 suppressed
local totals = foi.table("totals", { { "group", { "All", "All" } }, { "area", { "North", "South" } },
  { "people", { 200, 200 } }, { "row", { 7, 8 } }, { "cases", { 30, 12 } } })
local function tightened(t)
  t = t:concat(totals)
  return t:derive("cases", t.cases, { count = true }):tighten { count = "cases", parts = "group", total = "All", within = "area", published = true }
    :where { group = { "A", "B" } }:stratified(areas)
end
local b = tightened(without)
print(b.ratio[1], b.strata[1], b.left_out[1], #b) --> 1.1	2	0	1
local another = without:where { row = 2 }:derive("group", "C")
b = tightened(without:concat(another))
print(b.ratio[1], b.hidden_lower[1], b.hidden_upper[1], b.why[1]) --> 2.0	1.0	1.1	1 suppressed

-- Within: every year by itself. People of another table are those of the stratum.
local twice = ages:derive("year", "2019"):concat(ages:derive("year", "2020"):derive("deaths", { 45, 15, 16, 400 }))
by_age.reference, by_age.within = "B", "year"
local years = twice:stratified(by_age)
for i = 1, #years do print(years.year[i], years.area[i], foi.fixed(years.ratio[i], 4), years.direction[i]) end
--> 2019	A	1.2179	reverses: crude below 1, stratified above
--> 2020	A	0.6089	both below 1
local visits = foi.dataset("made_up_visits"):where { status = "opened", area = { "North", "East" } }
print(caught(visits.stratified, visits, { count = "visits", population = foi.dataset "made_up_people", group = "area",
  reference = "North", strata = "year" }):match "^D210: [^|]*") --> D210: no column "year"; there are: area, people

-- A group without any stratum to compare has no ratio, and no side.
local none = hidden:derive("cases", { 1, 2, 3, 4, 5, 6 }):where { row = { 3, 4 } }:stratified(areas)
print(none.ratio[1], none.ratio:mark(1), none.direction[1], none.strata[1], none.why[1]) --> nil	undefined	not known	0	1 no row, 1 no row of B
-- Where its one stratum is hidden, so are both ratios; the people are not.
local one_hidden = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
  :where({ group = { "White", "Asian" } }):derive("area", "A")
  :stratified { count = "cases", population = "people", group = "group", reference = "White", strata = "area" }
print(one_hidden.crude:mark(1), one_hidden.ratio:mark(1), one_hidden.p_value_homogeneity:mark(1), one_hidden.people:mark(1))
--> suppressed	suppressed	suppressed	undefined
print(foi.fixed(one_hidden.hidden_lower[1], 3), foi.fixed(one_hidden.hidden_upper[1], 3)) --> 0.020	0.080
-- No events in the reference group: the ratio has no upper end, and says so.
local zero = ages:derive("deaths", { 3, 4, 0, 0 }):stratified { count = "deaths", population = "people", group = "area",
  reference = "B", strata = "age" }
print(zero.ratio[1], zero.direction[1], zero:notes()[3])
--> inf	both above 1	mh.homogeneity.rateratio: the common rate ratio is 0 or infinite, so no stratum can differ from it.

-- Unknown groups are counted, totals are not groups; strata that hold others are refused.
local england = foi.dataset "england_looked_after_by_ethnicity":where { year_ending_march = "2023" }:derive("people", 1000)
local ethnic = { count = "looked_after", population = "people", group = "group", reference = "White", strata = "area_code" }
print(caught(england.stratified, england, ethnic):match "^D212: [^:]*") --> D212: "looked_after" must not be added up over "level" ("England", "Region", "London part", "LA")
local some = england:where { level = "LA", area_code = { "E06000016", "E06000023" } }:stratified(ethnic)
print(table.concat(some.group:labels(), " "), some:notes()[#some:notes()])
--> Mixed Asian Black Other	At least 6 events (suppressed) have no known group and are in no rate.
-- A figure that does not apply (the Isles of Scilly look after nobody) is left out, and is not hidden.
local scilly = england:where { level = "LA", area_code = { "E06000016", "E06000053" } }:stratified(ethnic)
print(scilly.why[1], table.concat(scilly:columns(), " "):find "hidden") --> 1 not applicable	nil
print(caught(stones.stratified, stones, { count = "success", population = "patients", group = "treatment",
  reference = "pcnl", strata = "size", methd = "mh.rateratio" }):match "did you mean '(%w+)'") --> method
how.method = "mh.ratediff"
print(caught(stones.stratified, stones, how)) --> A104: stratified: 'mh.ratediff' is no ratio over strata | it is mh.rateratio, mh.riskratio.greenland_robins or mh.oddsratio.rbg_ci
how.method = "mh.rateration"
print(caught(stones.stratified, stones, how)) --> A106: no measure is called 'mh.rateration' | did you mean 'mh.rateratio'?
