-- luacheck: no max line length
-- Every comparator in one table: the published example that turns, hidden counts, minimum sizes.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function in_row(column, decimals)
  local out = {}
  for i = 1, #column do out[i] = column[i] and foi.fixed(column[i], decimals or 6) or column:mark(i) end
  return table.concat(out, " ")
end
local function cell(column, i)
  local lo, hi = column:bounds(i)
  return ("%s %s to %s"):format(column[i] and foi.fixed(column[i], 4) or column:mark(i), lo and foi.fixed(lo, 4), hi and foi.fixed(hi, 4))
end
local function note_with(t, text)
  for _, note in ipairs(t:notes()) do
    if note:find(text, 1, true) then return note end
  end
end
local function texts(column)
  local out = {}
  for i = 1, #column do out[i] = column[i] end
  return table.concat(out, "; ")
end

-- Children looked after in Leicester, 31 March 2023, over pupils of January 2022 (worked by hand in R 4.2).
local function care(children, pupils)
  return foi.table("care", { { "group", { "White", "Mixed", "Asian", "Black", "Other" } },
    { "children", children, count = true }, { "pupils", pupils } })
end
local leicester = care({ 381, 110, 69, 44, 18 }, { 18905, 4457, 27906, 5680, 1618 })
local england = care({ 59840, 8980, 4540, 5920, 4140 }, { 6011045, 558184, 1040541, 486517, 185355 })
local function of(t, more)
  local given = { count = "children", group = "group", population = "pupils", reference = "White" }
  for name, value in pairs(more or {}) do given[name] = value end
  return t:comparators(given)
end
local c = of(leicester, { elsewhere = { England = england } })
print(in_row(c.index)) --> 1.897595 2.323835 0.232813 0.729390 1.047488
print(in_row(c.ratio)) --> 1.000000 1.224621 0.122688 0.384376 0.552008
print(in_row(c.to_others)) --> 3.316614 2.608252 0.137088 0.708789 1.048903
print(in_row(c.to_total)) --> 1.897595 2.323835 0.232813 0.729390 1.047488
print(in_row(c.alternate)) --> 1.940638 2.560681 0.226981 0.779158 1.136099
print(in_row(c.weighted)) --> 2.063149 1.471417 0.127206 0.432698 0.637615
print(texts(c.direction)) --> above 1 by all; above 1 by all; below 1 by all; below 1 by all; changes: 3 above 1, 2 below
-- Limits, and whose they are.
print(foi.fixed(c.ratio_lower[5], 6), foi.fixed(c.ratio_upper[5], 6), c.ratio_lower:mark(1)) --> 0.323641	0.884351	not_applicable
print(foi.fixed(c.to_total_lower[5], 6), foi.fixed(c.to_total_upper[5], 6)) --> 0.624003	1.641562
for _, name in ipairs { "ratio", "to_others", "to_total", "index", "alternate", "weighted" } do print(c[name].measure, c[name].comparator) end
--> disproportion.ratio_to_group	White
--> disproportion.ratio_to_others	all other groups
--> disproportion.ratio_to_total	all known groups together
--> disproportion.index	all known groups together
--> disproportion.ratio_to_group	all other groups in England
--> disproportion.weighted_risk_ratio	all other groups, mixed as in England
-- Without another place, and with the table first; limits at another level.
local short = of(leicester)
print(table.concat(short:columns(), " ")) --> group children pupils ratio ratio_lower ratio_upper to_others to_others_lower to_others_upper to_total to_total_lower to_total_upper index direction
print(short.direction[5]) --> changes: 2 above 1, 1 below
print(foi.comparators(leicester, { count = "children", group = "group", population = "pupils", reference = "White", conf_level = 0.9 }).ratio_lower[2] > short.ratio_lower[2]) --> true
-- By year, England by year too, or the same England for all.
local function in_years(t) return t:derive("year", "2022"):concat(t:derive("year", "2023")) end
local how = { count = "children", group = "group", population = "pupils", reference = "White", elsewhere = { England = england } }
local shared = in_years(leicester):by("year"):comparators(how)
how.elsewhere = { England = in_years(england) }
local own = in_years(leicester):by("year"):comparators(how)
print(#own, in_row(own.weighted) == in_row(shared.weighted), own.weighted[10] == c.weighted[5], own.alternate[10] == c.alternate[5]) --> 10	true	true	true

-- 1 to 4 hidden: what is settled counts, what is not is open. By hand and in R.
local hidden = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
  :where { group = { "White", "Asian", "Black", "Unknown" } }
local wales = foi.table("wales", { { "group", { "White", "Asian", "Black" } }, { "cases", { 500, 40, 10 }, count = true }, { "people", { 6000, 3000, 1000 } } })
local h = hidden:comparators { count = "cases", group = "group", population = "people", reference = "White", unknown_labels = "Unknown",
  elsewhere = { Wales = wales } }
print(cell(h.ratio, 2)) --> suppressed 0.0200 to 0.0800
print(cell(h.to_others, 1), cell(h.to_others, 2)) --> suppressed 17.5000 to 70.0000	suppressed 0.0240 to 0.0960
print(cell(h.to_total, 1), cell(h.index, 1)) --> suppressed 1.6346 to 1.6832	suppressed 1.6346 to 1.6832
print(cell(h.alternate, 1), cell(h.alternate, 2)) --> 8.0000 8.0000 to 8.0000	suppressed 0.0275 to 0.1098
print(cell(h.weighted, 1), cell(h.weighted, 2)) --> suppressed 16.6667 to 66.6667	suppressed 0.0233 to 0.0933
print(texts(h.direction)) --> above 1 by all; below 1 by all; below 1 by all
print(note_with(h, "6 events") ~= nil) --> true
local near = foi.table("near", { { "group", { "A", "B" } }, { "people", { 1000, 30 } } }):derive("cases", hidden:where({ group = { "White", "Asian" } }).cases)
local open = near:comparators { count = "cases", group = "group", population = "people", reference = "A" }
print(texts(open.direction), cell(open.ratio, 2)) --> not settled; not settled	suppressed 0.3333 to 1.3333
-- No bounds at all: what does not hang on the hidden count is settled all the same.
local blank = foi.table("blank", { { "group", { "A", "B", "C" } }, { "cases", { 30, 10, 5 } }, { "people", { 100, 100, 100 } } })
  :derive("cases", foi.dataset("made_up_split_years"):where({ year = { "2016/17", "2018/19", "2019/20" } }).cases)
print(texts(blank:comparators({ count = "cases", group = "group", population = "people", reference = "A" }).direction)) --> not settled; not settled; not settled: 1 above 1, 2 open

-- Nobody has the event; nobody else has it; more events than people.
local none = foi.table("none", { { "group", { "A", "B" } }, { "cases", { 0, 0 }, count = true }, { "people", { 10, 10 } } })
print(texts(none:comparators({ count = "cases", group = "group", population = "people", reference = "A" }).direction)) --> not computed; not computed
local often = foi.table("often", { { "group", { "A", "B" } }, { "cases", { 40, 5 }, count = true }, { "people", { 10, 10 } } })
local stops = often:comparators { count = "cases", group = "group", population = "people", reference = "B", elsewhere = often }
print(in_row(stops.weighted), note_with(stops, "No weighted ratio")) --> undefined undefined	No weighted ratio: the weighted risk ratio is of whole numbers of people, not of more events than people.
print(stops.direction[1], stops.alternate.comparator) --> 4 above 1, 1 not computed	all other groups elsewhere

-- Minimum sizes: where the others here are too few, those of England stand in (34 CFR 300.647).
local few = care({ 9, 18, 2, 1, 1 }, { 900, 120, 100, 100, 29 })
local m = of(few, { elsewhere = { England = england }, minimum = { cell = 10, n = 30 } })
print(texts(m.ratio_status)) --> reference; alternate; not_calculated_cell; not_calculated_cell; not_calculated_cell
print(texts(m.to_others_status)) --> not_calculated_cell; ok; not_calculated_cell; not_calculated_cell; not_calculated_cell
print(texts(m.to_total_status), m.alternate_status[2], m.weighted_status[2]) --> not_calculated_cell; ok; not_calculated_cell; not_calculated_cell; not_calculated_cell	ok	ok
print(in_row(m.to_others, 4), m.to_others_status.measure) --> undefined 13.0269 undefined undefined undefined	disproportion.minimum_sizes
print(in_row(m.index, 4), m.weighted:mark(3), m.direction[2], m.direction[3]) --> undefined 6.0435 undefined undefined undefined	undefined	above 1 by all	not computed
print(foi.fixed(m.ratio[2], 4), m.ratio.comparator) --> 15.0678	White, in England where the status is alternate
local fewer = of(care({ 3, 18, 2, 1, 1 }, { 900, 120, 100, 100, 29 }), { elsewhere = { England = england }, minimum = {} })
local idea = foi.stats.disproportion.idea_risk_ratio { group_events = 18, group_children = 120, other_events = 7, other_children = 1129,
  state_events = 74440, state_children = 7723458 }
print(fewer.to_others_status[2], idea.status_name, foi.fixed(fewer.to_others[2], 9) == foi.fixed(idea.estimate, 9)) --> alternate	alternate	true
-- England's rows of the same dataset have a code of their own: there is one England for every area, in each year.
local looked_after = foi.dataset "england_looked_after_by_ethnicity"
local function rows(codes, people) return looked_after:where({ area_code = codes, year_ending_march = { "2022", "2023" } }):derive("people", people) end
local national = { count = "looked_after", group = "group", population = "people", reference = "White", minimum = {},
  elsewhere = { England = rows("E92000001", 5e6) } }
local two = rows({ "E06000016", "E06000017" }, 5000):by("area_code", "year_ending_march"):comparators(national)
print(#two, note_with(two, "figures in England")) --> 20	The figures in England are the same for every 'area_code'.
-- Of 2022: 376, 118, 67, 39 and one hidden, without bounds. The others are at least 482, whatever it is: so the ratio
-- to them is at most 118 / 5,000 over 482 / 20,000, which is 0.979, and the index at most 118 / 600 over 1 / 5.
print(two.group[2], two.to_others_status[2], two.to_others:mark(2), two.direction[2]) --> Mixed	ok	suppressed	changes: 1 above 1, 3 below, 1 open
print(two.group[5], two.to_others_status[5], two.to_others:mark(5), two.direction[5]) --> Other	not_settled	undefined	not computed
national.elsewhere = { England = looked_after:where({ area_code = "E92000001", year_ending_march = "2021" }):derive("people", 5e6) }
local in_leicester = rows("E06000016", 5000):by("year_ending_march")
print(caught(in_leicester.comparators, in_leicester, national):sub(1, 5)) --> D213:

-- Groups that do not match are refused, or said.
local more = england:concat(foi.table("more", { { "group", { "Roma" } }, { "children", { 100 }, count = true }, { "pupils", { 1000 } } }))
print(note_with(of(leicester, { elsewhere = { England = more } }), "Roma")) --> Roma: only in England, where it is among all other groups; it has no weight here.
print(caught(of, leicester, { elsewhere = { England = england:where { group = { "White", "Mixed" } } } })) --> D213: 3 of the labels in "group" have no partner in "England": Asian, Black, Other | there are: White, Mixed; leave rows out with :where, or join with optional = true
print(caught(of, leicester, { elsewhere = { England = england, Wales = england } })) --> A103: comparators: 'elsewhere' must be a table of data, or one by its name: {England = t}
print(caught(of, leicester, { fallback = england }):match "^A101: comparators has no argument 'fallback'") --> A101: comparators has no argument 'fallback'
print(caught(function() return leicester:by("group").comparator end)) --> A101: by(...) has no 'comparator' | it has sum, count, disproportionality and comparators
