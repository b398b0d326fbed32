-- luacheck: no max line length
-- Comparing groups: populations told apart by key, baselines that are groups. Figures by hand.
local foi = require "foi"

local function has_note(t, text)
  for _, note in ipairs(t:notes()) do
    if note == text then return true end
  end
  return false
end

-- The front doors with the table first are the methods.
local years = foi.table("years", { { "year", { "2018", "2019", "2020" } }, { "cases", { 30, 45, 66 }, count = true },
  { "people", { 1000, 1000, 1000 } } })
local over_years = { by = "year", count = "cases", population = "people" }
print(foi.compare(years, over_years).ratio[3] == years:compare(over_years).ratio[3], foi.compare(years, over_years).ratio[3]) --> true	2.2
print(foi.trend(years, over_years).annual_ratio[1] == years:trend(over_years).annual_ratio[1]) --> true

-- Groups within years: a table of people joined on group and year, or on group alone, and then that is said.
local visits = foi.dataset("made_up_visits"):where { area = { "North", "South" }, status = "opened" }
local people = foi.dataset "made_up_people"
local how = { count = "visits", group = "area", population = people, reference = "South" }
local shared = visits:by("year"):disproportionality(how)
print(#shared, has_note(shared, "The population is the same for every 'year'.")) --> 4	true
print(has_note(visits:where({ year = "2019" }):disproportionality(how), "The population is the same for every 'year'.")) --> false
local two = people:where { area = { "North", "South" } }
how.population = two:derive("year", "2019"):concat(two:derive("year", "2020"))
local told = visits:by("year"):disproportionality(how)
print(told.ratio[1] == shared.ratio[1], has_note(told, "The population is the same for every 'year'.")) --> true	false

-- Groups against one of them. R 4.2: 2*min(pbinom(...)) of a among a + 30, and p.adjust.
local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function in_row(column)
  local out = {}
  for i = 1, #column do out[i] = column[i] and foi.fixed(column[i], 6) or column:mark(i) end
  return table.concat(out, " ")
end
local four = foi.table("four", { { "group", { "B", "A", "C", "E" } }, { "cases", { 45, 30, 20, 66 }, count = true },
  { "people", { 1000, 1000, 1000, 1000 } } })
local function against(more)
  local given = { by = "group", count = "cases", population = "people", reference = "A" }
  for name, value in pairs(more or {}) do given[name] = value end
  return four:compare(given)
end
local default = against()
print(in_row(default.p_value)) --> 0.105342 not_applicable 0.202639 0.000306
print(in_row(default.p_adjusted)) --> 0.210685 not_applicable 0.210685 0.000917
print(default.p_adjusted.measure, default.p_adjusted.comparator, default.p_value.denominator, default.p_adjusted.denominator) --> padjust.holm	A	people	people
print(has_note(default, "3 tests, those of the whole table as computed; p-values adjusted by Holm's method (padjust.holm); 1 row is not tested (1 not applicable).")) --> true
print(in_row(against({ adjust = "bh" }).p_adjusted), against({ adjust = "bh" }).p_adjusted.measure) --> 0.158013 not_applicable 0.202639 0.000917	padjust.BH
print(has_note(against { adjust = "BH" }, "3 tests, those of the whole table as computed; p-values adjusted by the method of Benjamini and Hochberg (padjust.BH); 1 row is not tested (1 not applicable).")) --> true
print(in_row(against({ adjust = "bonferroni" }).p_adjusted)) --> 0.316027 not_applicable 0.607916 0.000917
local none = against { adjust = "none" }
print(table.concat(none:columns(), " "):find("p_adjusted", 1, true)) --> nil
print(has_note(none, "3 tests, those of the whole table as computed; p-values not adjusted for their number; 1 row is not tested (1 not applicable).")) --> true
print(caught(against, { adjust = "holmes" })) --> A104: compare: 'adjust' must be one of bonferroni, sidak, holm, holm_sidak, hochberg, hommel, BH, BY, fdr_two_stage_bky, none, got "holmes" | did you mean "holm"?
-- None of the groups is the first; there is no talk of years.
print(caught(four.compare, four, { by = "group", count = "cases", population = "people" })) --> A102: compare needs 'reference': none of the labels of 'group' is the first | choose the one that the others are compared with: B, A, C, E
for _, note in ipairs(default:notes()) do print(note:find "year" or note:find "consecutive") end --> nil
-- One test is no family; hidden counts and years across a break are no tests.
local pair = foi.table("pair", { { "year", { "2019", "2020" } }, { "cases", { 30, 45 }, count = true }, { "people", { 1000, 1000 } } })
  :compare { by = "year", count = "cases", population = "people" }
print(in_row(pair.p_adjusted), pair:notes()[1]) --> not_applicable 0.105342	1 test: there is no other to adjust its p-value for; 1 row is not tested (1 not applicable).
local split = foi.dataset("made_up_split_years"):compare { by = "year", count = "cases", population = "people", reference = "2016/17" }
print(in_row(split.p_adjusted)) --> not_applicable suppressed suppressed not_applicable not_applicable not_applicable
print(has_note(split, "No row could be tested (2 suppressed, 4 not applicable).")) --> true

-- Totals and unknown groups of a dataset are no groups; a total may be the baseline, which is said.
local opened = foi.dataset("leicester_early_help_2017"):where { status = "opened", breakdown = "ethnicity" }:by("group"):sum "cases"
local census = foi.dataset "leicester_population_2011"
local letter = opened:compare { by = "group", count = "cases", population = census, reference = "White" }
print(#letter, letter.group[4], foi.fixed(letter.ratio[4], 3), foi.fixed(letter.p_adjusted[4], 4)) --> 5	Black/African/Caribbean/Black British	0.885	0.0518
print(has_note(letter, "827 events have no known group and are in no rate."), has_note(letter, "Grand Total, the total of the others, is not compared.")) --> true	true
local areas = foi.dataset("made_up_visits"):where({ year = "2019", status = "opened" }):derive("people", { 10798, 20385, 2385, 1, 33568 })
local to_all = areas:compare { by = "area", count = "visits", population = "people", reference = "All areas" }
print(#to_all, to_all.area[4], in_row(to_all.ratio)) --> 4	All areas	1.695668 0.598800 suppressed 1.000000
print(has_note(to_all, "All areas includes those that are compared with it; limits and p-values take the two as independent.")) --> true
print(has_note(to_all, "17 events have no known group and are in no rate.")) --> true
