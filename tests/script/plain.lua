-- luacheck: no max line length
-- A plain CSV whose columns and labels the script describes: every front door works as with a package.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end

local said = { period = "year", count = "referrals", population = "children", totals = "All ethnicities",
  unknown = "Not known", marks = { ["n/a"] = "not_available" } }
local t = foi.read("plain_ethnicity.csv", said)
local people = foi.read("plain_people.csv", { population = "people", period = "year", totals = "All ethnicities" })
print(t.referrals.role, t.children.role, t.year.role, t.year.type, t.ethnicity.totals, t.ethnicity.unknown[1])
--> count	population	period	label	All ethnicities	Not known
print(t.council.totals, t.council.unknown, t.year[1], t.referrals[3], t.referrals:bounds(3))
--> nil	nil	2022	nil	1.0	4.0

-- Percentages are read as what they are, and are neither added up nor taken for events.
print(t.share.type, t.share.role, t.share.unit, t.share[6], t.share:mark(3))
--> number	share	%	57.9	not_available
print(caught(t.sum, t, "share"))
--> D212: "share" must not be added up: shares, rates, ratios and their limits are not sums | add up the counts and the populations, then compute it again
print(caught(t.rate, t, { count = "share", population = "children" }))
--> D211: rate: 'share' holds shares, and events are needed | take the column of counts that the shares come from
print(caught(t.disproportionality, t, { count = "share", group = "ethnicity", population = "children", reference = "White" }))
--> D211: disproportionality: 'share' holds shares, and events are needed | take the column of counts that the shares come from

-- Sums, rates, groups with unknown ones, and their population in another file.
print(caught(t.sum, t:where { year = "2022" }, "referrals"))
--> D212: "referrals" must not be added up over "ethnicity": "All ethnicities" is the total of the other labels ("White", "Black", "Asian", "Not known"), which would be counted twice | choose the total, :where{ethnicity = "All ethnicities"}, or its parts, :where{ethnicity = {"White", "Black", "Asian", "Not known"}}
print(t:where({ year = "2022", ethnicity = { "White", "Black" } }):sum("referrals").referrals[1])
--> 150
print(t:where({ year = "2023" }):rate({ count = "referrals", population = "children" }):column("rate")[1])
--> 108.91089108911
local options = { count = "referrals", group = "ethnicity", population = "children", reference = "White" }
local d = t:by("year"):disproportionality(options)
for i = 1, #d do print(d.year[i], d.ethnicity[i], d.ratio[i] and foi.fixed(d.ratio[i], 4), d.unknown_lower[i] and foi.fixed(d.unknown_lower[i], 4)) end
--> 2022	White	1.0000	nil
--> 2022	Black	2.5000	2.1429
--> 2022	Asian	nil	0.0357
--> 2023	White	1.0000	nil
--> 2023	Black	3.1481	2.4386
--> 2023	Asian	0.5247	0.4064
options.population = people
local same = t:by("year"):disproportionality(options)
print(#same == #d, same.ratio[2] == d.ratio[2], same.unknown_upper[5] == d.unknown_upper[5])
--> true	true	true
options.population = "children"
local c = t:by("year"):comparators(options)
print(#c, c.year[1], c.ethnicity[1]) --> 6	2022	White

-- The checks know the total too: what is hidden beside it follows from it.
local function check(table, code)
  for _, each in ipairs(table:checks()) do
    if each.code == code then return each.state .. ": " .. each.text end
  end
end
print(check(t, "C108"))
--> noted: 1 of 1 suppressed cells of "referrals" can be worked out from totals and the cells beside it: Asian (Ashby, 2022)
print(check(foi.read("plain_ethnicity.csv", { marks = said.marks }), "C108") or "nothing is said")
--> nothing is said

-- Years, and groups within a year; the total and the unknown are no groups.
local years = t:where({ ethnicity = "Black" }):compare { by = "year", count = "referrals", population = "children" }
print(years.year[2], foi.fixed(years.ratio[2], 4)) --> 2023	1.1429
local within = t:where({ year = "2023" }):compare { by = "ethnicity", count = "referrals", population = "children", reference = "White" }
for i = 1, #within do print(within.ethnicity[i], foi.fixed(within.ratio[i], 4)) end
--> White	1.0000
--> Black	3.1481
--> Asian	0.5247
local joined = t:select("council", "year", "ethnicity", "referrals"):where({ ethnicity = { "White", "Black" } })
local strata = joined:stratified { count = "referrals", group = "ethnicity", population = people, reference = "White", strata = "year" }
print(strata.ethnicity[#strata], foi.fixed(strata.crude[#strata], 3)) --> Black	2.814
print(t:where({ ethnicity = "Asian" }):answered { column = "referrals", group = "year", called = "years" })
--> Figures from 1 of 2 years (1 suppressed).
print(caught(t.funnel, t:where { year = "2023", ethnicity = { "White", "Black" } }, { count = "share", population = "children", group = "ethnicity" }))
--> D211: funnel: 'share' holds shares, and events are needed | take the column of counts that the shares come from

-- A column and a label that are not there, and two things said of one.
local function refused(words) return caught(foi.read, "plain_ethnicity.csv", words) end
local marks = { ["n/a"] = "not_available" }
print(refused { population = "childrn", marks = marks })
--> D210: data/plain_ethnicity.csv has no column "childrn" to read as population | did you mean "children"?
print(refused { totals = "All ethnicites", marks = marks })
--> D216: data/plain_ethnicity.csv has no label "All ethnicites", which is named as totals | did you mean "All ethnicities"?
print(refused { unknown = { "Not known", "not known" }, marks = marks })
--> D216: data/plain_ethnicity.csv has no label "not known", which is named as unknown | did you mean "Not known"?
print(refused { totals = "Total", marks = marks })
--> D216: data/plain_ethnicity.csv has no label "Total", which is named as totals | a label is a whole cell of a column of labels, written as it is there
print(refused { total = "All ethnicities" })
--> A101: foi.read has no argument 'total' | did you mean 'totals'? it takes encoding, delimiter, skip_rows, find_header, text, marks, allow_ragged, repeated, count, population, period, dimension, share, unit, note, totals, unknown, where, by, sum, rows, with_totals
print(refused { populations = "children" })
--> A101: foi.read has no argument 'populations' | did you mean 'population'? it takes encoding, delimiter, skip_rows, find_header, text, marks, allow_ragged, repeated, count, population, period, dimension, share, unit, note, totals, unknown, where, by, sum, rows, with_totals
print(refused { count = "children", population = { "children" }, marks = marks })
--> A104: column "children" is named as count and as population | a column is one thing
print(refused { text = "children", population = "children", marks = marks })
--> A104: column "children" is named as text and as population | a column is one thing
print(refused { totals = { "All ethnicities", "Black" }, marks = marks })
--> A104: "All ethnicities" and "Black" of column "ethnicity" are both named as totals | a column has one total, and none of its unknown groups is it
print(refused { totals = "Not known", unknown = "Not known", marks = marks })
--> A104: "Not known" is named as totals and as unknown | a column has one total, and none of its unknown groups is it
print(refused { population = "ethnicity", marks = marks })
--> D204: "White" is not a number (column "ethnicity") | if it stands for a missing value: foi.read(path, {marks = {["White"] = "suppressed"}}); if the column holds labels: {text = {"ethnicity"}}
print(refused { population = 5 })
--> A103: foi.read: 'population' must be text or a list of texts, got 5 | population: the column of people at risk, by which a comparison finds them in a table of populations
-- The same words for a column that a script makes, or a table that it turns.
local wide = foi.table("people", { { "year", { "2022", "2023" }, role = "period" },
  { "White", { 10000, 10100 } }, { "Black", { 1000, 1050 } }, { "Total", { 11000, 11150 } } })
local turned = wide:unpivot { rows = "year", across = "ethnicity", values = "people" }
turned = turned:derive("people", turned.people, { role = "population" })
  :derive("ethnicity", turned.ethnicity, { totals = "Total" })
print(turned.year.role, turned.people.role, turned.ethnicity.totals) --> period	population	Total
options.population = turned
local shorter = t:where({ ethnicity = { "White", "Black", "Not known" } }):by("year"):disproportionality(options)
print(shorter.ratio[2] == d.ratio[2], shorter.ratio[4] == d.ratio[5]) --> true	true
print(foi.column(turned.ethnicity, { unknown = { "Black" }, role = "dimension" }).unknown[1]) --> Black
print(caught(foi.column, turned.people, { role = "poplation" }))
--> A104: 'poplation' is no role of a column | did you mean 'population'?
print(caught(foi.column, turned.people, { role = "period" }))
--> D211: column 'people' holds numbers, and 'period' is a role of labels
print(caught(foi.column, turned.ethnicity, { role = "count" }))
--> D211: column 'ethnicity' holds labels, and 'count' is a role of numbers
print(caught(foi.column, turned.people / 3, { role = "count" }))
--> D215: row 1 of column 'value' is 3333.33, which is no count
print(caught(foi.column, turned.people * -1, { role = "population" }))
--> D215: row 1 of column 'value' is -10000, which is no population
print(caught(foi.column, turned.ethnicity, { totals = "total" }))
--> D216: column 'ethnicity' has no label 'total' | did you mean 'Total'?
print(caught(foi.column, turned.ethnicity, { unknown = { "Black", "Whit" } }))
--> D216: column 'ethnicity' has no label 'Whit' | did you mean 'White'?
print(caught(foi.column, turned.ethnicity, { unknown = "Total" }))
--> A104: 'Total' is named as totals and as unknown
print(caught(foi.column, turned.people, { totals = "Total" }))
--> D216: column 'people' has no label 'Total'
-- Without a word about it, what reads like a total is still no group.
print(caught(people.rate, people, { count = "people", population = foi.read("plain_people.csv"), group = "ethnicity" }))
--> D210: rate: no column of the population table has the role population | join it first, t:join(people, {"area", "year"}), and give the column's name: population = "children"; or say it when it is read, foi.read(path, {population = "children"}), or in its datapackage.json
