-- luacheck: no max line length
-- Events of unknown group, minimum sizes and tests in disproportionality. Figures by hand and by R 4.2.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function in_row(column, decimals)
  local out = {}
  for i = 1, #column do out[i] = column[i] and foi.fixed(column[i], decimals or 4) or column:mark(i) end
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
local function has_column(t, name)
  for _, column in ipairs(t:columns()) do
    if column == name then return true end
  end
  return false
end

-- The letter: 827 of 4,575 cases without ethnicity. (3,748 + 827)/3,748 = 1.22065.
local opened = foi.dataset("leicester_early_help_2017"):where { status = "opened", breakdown = "ethnicity" }
local function of(t, more)
  local given = { count = "cases", group = "group", population = foi.dataset "leicester_population_2011", reference = "White" }
  for name, value in pairs(more) do given[name] = value end
  return t:disproportionality(given)
end
local dropped, shared = of(opened, { unknown = "drop" }), of(opened, { unknown = "proportional" })
print(in_row(shared:column "rate")) --> 188.9916 318.3390 51.4294 167.2206 96.8771
print(foi.fixed(shared.rate_lower[4], 4), foi.fixed(shared.rate_upper[4], 4)) --> 148.2711	187.9206
print(in_row(shared.excess)) --> not_applicable 149.7844 -1,684.7236 -44.8155 -78.9237
-- Ratios and index stay as they are, with their limits.
print(in_row(shared.ratio, 12) == in_row(dropped.ratio, 12), in_row(shared.ratio_upper, 12) == in_row(dropped.ratio_upper, 12)) --> true	true
print(in_row(shared.index, 12) == in_row(dropped.index, 12), has_column(shared, "unknown_lower")) --> true	false
print(shared:column("rate").title) --> Rate, unknown shared in proportion to known events
print(shared.excess.title) --> Excess, unknown shared in proportion to known events
print(note_with(shared, "827 events")) --> 827 events have no known group and are shared out in proportion to the known events of each group: an assumption that the figures cannot test. It leaves every ratio and the index as they are. Limits are those of the observed counts, multiplied like the rates.

-- Every convention next to each other.
local all = of(opened, { unknown = "side_by_side" })
print(in_row(all:column "rate", 1)) --> 154.8 260.8 42.1 137.0 79.4
print(in_row(all.rate_proportional)) --> 188.9916 318.3390 51.4294 167.2206 96.8771
print(in_row(all.rate_proportional_upper, 1)) --> 196.4 356.3 56.1 187.9 122.8
print(in_row(all.rate_population)) --> 179.9013 285.8673 67.2056 162.0658 104.4379
print(in_row(all.rate_all)) --> 204.4576 974.9568 109.6595 538.7418 1,044.5845
print(in_row(all.ratio_proportional, 12) == in_row(all.ratio, 12)) --> true
print(in_row(all.ratio_population, 6)) --> not_applicable 1.589023 0.373569 0.900859 0.580529
print(in_row(all.unknown_lower, 3), in_row(all.unknown_upper, 3)) --> not_applicable 1.276 0.206 0.670 0.388	not_applicable 6.297 0.708 3.480 6.747
print(all:column("rate").title, all.rate_all.title) --> Rate, unknown left out	Rate, all unknown in this group
print(all.rate_population.title, all.rate_population.measure) --> Rate, unknown shared in proportion to people	disproportion.unknown_allocated
print(note_with(all, "827 events"):find("with all of them in White or all in the group", 1, true) ~= nil) --> true

-- 1 to 4 hidden, 6 unknown: 1 (101 + 6)/101 to 4 (104 + 6)/104 of 500; the White rate moves with them.
local hidden = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local bounded = of(hidden, { population = "people", unknown = "side_by_side", unknown_labels = "Unknown" })
print(cell(bounded.rate_proportional, 2)) --> suppressed 21.1881 to 84.6154
print(cell(bounded.rate_proportional, 1)) --> suppressed 1,057.6923 to 1,059.4059
print(cell(bounded.rate_proportional_lower, 2)) --> suppressed nil to nil
print(cell(bounded.rate_population, 2)) --> suppressed 55.2941 to 115.2941
print(cell(bounded.ratio_population, 2)) --> suppressed 0.0534 to 0.1114
print(cell(bounded.rate_all, 2)) --> suppressed 140.0000 to 200.0000
print(cell(bounded.rate_all, 1)) --> 1,060.0000 1,060.0000 to 1,060.0000
-- By year: a year without a row of unknown events has nothing to share out, which is no zero.
local years = foi.table("years", { { "year", { "2019", "2019", "2019", "2020", "2020" } }, { "group", { "A", "B", "?", "A", "B" } },
  { "cases", { 30, 10, 8, 20, 20 }, count = true }, { "people", { 100, 100, 0, 100, 100 } } })
local by_year = years:by("year"):disproportionality { count = "cases", group = "group", population = "people", reference = "B",
  unknown = "proportional", unknown_labels = "?", per = 100 }
print(in_row(by_year:column "rate", 1), in_row(by_year.ratio, 1)) --> 36.0 12.0 not_available not_available	3.0 1.0 1.0 1.0
-- Nothing is known to share out in proportion to.
local nothing = foi.table("nothing", { { "group", { "A", "B", "?" } }, { "cases", { 0, 0, 8 }, count = true }, { "people", { 100, 100, 0 } } })
  :disproportionality { count = "cases", group = "group", population = "people", reference = "B", unknown = "proportional", unknown_labels = "?" }
print(in_row(nothing:column "rate")) --> undefined undefined
print(note_with(nothing, "nothing to share out") ~= nil) --> true
print(caught(of, opened, { unknown = "guess" })) --> A104: disproportionality: 'unknown' must be "bounds", "drop", "proportional" or "side_by_side", got "guess" | unknown: events of unknown group: how far they could move each ratio; only their number in a note; shared out in proportion to the known events; or each of these and more next to each other

-- Tests are made when asked for; the reference group is not tested.
local tested = of(opened, { test = true })
print(in_row(tested.p_value, 6), in_row(tested.p_adjusted, 6)) --> not_applicable 0.000000 0.000000 0.051794 0.000000	not_applicable 0.000000 0.000000 0.051794 0.000000
print(tested.p_value[5] < 2e-9, tested.p_adjusted[5] < 4e-9, tested.p_value.comparator) --> true	true	White
print(note_with(tested, "4 tests")) --> 4 tests, those of the whole table as computed; p-values adjusted by Holm's method (padjust.holm); 1 row is not tested (1 not applicable).
print(of(opened, { adjust = "bh" }).p_adjusted.measure, has_column(of(opened, { adjust = "none" }), "p_adjusted")) --> padjust.BH	false
print(has_column(dropped, "p_value"), caught(of, opened, { test = false, adjust = "bh" })) --> false	A104: disproportionality: 'adjust' is for the p-values that test = false leaves out

-- Minimum sizes: 34 CFR 300.647. White here has 9 events, White in England 5,000 of 100,000.
local function groups(cases, people)
  return foi.table("groups", { { "group", { "White", "Asian", "Black", "Mixed" } }, { "cases", cases, count = true }, { "people", people } })
end
local here = groups({ 9, 18, 9, 12 }, { 900, 120, 120, 29 })
local england = groups({ 5000, 1, 1, 1 }, { 100000, 10, 10, 10 })
local function sized(more)
  local given = { population = "people", minimum = { cell = 10, n = 30 } }
  for name, value in pairs(more or {}) do given[name] = value end
  return of(here, given)
end
local fallen = sized { fallback = { England = england }, test = true }
print(table.concat({ fallen.status[1], fallen.status[2], fallen.status[3], fallen.status[4] }, " ")) --> reference alternate not_calculated_cell not_calculated_n
-- 18/120 over 5,000/100,000; 18 less 120 x 0.05.
print(in_row(fallen.ratio), in_row(fallen.excess)) --> 1.0000 3.0000 undefined undefined	not_applicable 12.0000 undefined undefined
local direct = foi.rate_ratio { count = 18, population = 120, reference_count = 5000, reference_population = 100000 }
print(fallen.ratio_lower[2] == direct.lower, fallen.ratio_upper[2] == direct.upper) --> true	true
print(fallen.ratio.comparator, fallen.status.measure) --> White, in England where the status is alternate	disproportion.minimum_sizes
print(in_row(fallen.p_value), note_with(fallen, "1 test") ~= nil) --> not_applicable 0.0001 undefined undefined	true
print(in_row(fallen:column "rate", 0), in_row(fallen.index, 2)) --> 100 1,500 750 4,138	0.24 3.65 1.83 10.08
print(note_with(fallen, "300.647")) --> Nothing is compared that has fewer than 10 events or 30 people (34 CFR 300.647). alternate: the comparison group here is too small, and that in England stands in for it. not_calculated_cell: the group has too few events. not_calculated_n: the group has too few people.
local alone = sized()
print(alone.status[2], alone.ratio:mark(2), alone.ratio.comparator) --> no_comparison	undefined	White
print(note_with(alone, "no other to stand in") ~= nil) --> true
print(sized({ minimum = { cell = 9, n = 29 } }).status[4], sized({ minimum = { cell = 9 } }).status[4], sized({ minimum = {} }).status[2]) --> ok	not_calculated_n	no_comparison
-- None of the unknown here is in the group of England: at the least all are in other groups.
local lost = foi.table("lost", { { "group", { "White", "Asian", "?" } }, { "cases", { 9, 18, 6 }, count = true }, { "people", { 900, 120, 0 } } })
local far = of(lost, { population = "people", unknown_labels = "?", minimum = { cell = 10 }, fallback = england })
print(in_row(far.unknown_lower), in_row(far.unknown_upper), far.ratio.comparator) --> not_applicable 3.0000	not_applicable 4.0000	White, elsewhere where the status is alternate
print(caught(of, lost, { population = "people", unknown_labels = "?", unknown = "proportional", minimum = {}, fallback = england }))
--> A104: disproportionality: unknown = "proportional" shares out the unknown of this table, not those of 'fallback' | take unknown = "bounds" or "drop"
-- Hidden counts: 1 to 4 are fewer than 10 whatever they are, and as many as 4 or fewer; 0 is 0.
local function status_of(sizes)
  local t = of(hidden, { population = "people", unknown_labels = "Unknown", minimum = sizes })
  return table.concat({ t.status[1], t.status[2], t.status[3] }, " ") .. " " .. cell(t.ratio, 2)
end
print(status_of { cell = 10, n = 30 }) --> reference not_calculated_cell not_calculated_cell undefined nil to nil
print(status_of { cell = 1, n = 30 }) --> reference ok not_calculated_cell suppressed 0.0200 to 0.0800
print(status_of { cell = 3, n = 30 }) --> reference not_settled not_calculated_cell undefined nil to nil
-- Each year may have its own place to fall back on.
local two = foi.table("two", { { "year", { "2019", "2019", "2020", "2020" } }, { "group", { "A", "B", "A", "B" } },
  { "cases", { 30, 5, 30, 15 }, count = true }, { "people", { 100, 100, 100, 100 } } })
local country = foi.table("country", { { "year", { "2019", "2020" } }, { "group", { "B", "B" } },
  { "cases", { 200, 300 }, count = true }, { "people", { 1000, 1000 } } })
local fell = two:by("year"):disproportionality { count = "cases", group = "group", population = "people", reference = "B",
  minimum = {}, fallback = { Wales = country } }
print(in_row(fell.ratio, 2), fell.status[1], fell.status[3]) --> 1.50 1.00 2.00 1.00	alternate	ok
-- Mistakes.
print(caught(sized, { minimum = { cel = 10 } })) --> A101: disproportionality: 'minimum' has no argument 'cel' | did you mean 'cell'? it takes cell, n
print(caught(of, here, { population = "people", fallback = england })) --> A102: disproportionality needs 'minimum': 'fallback' stands in for what is too small | minimum = {cell = 10, n = 30} are the sizes of 34 CFR 300.647
print(caught(sized, { fallback = { england } })) --> A103: disproportionality: 'fallback' must be a table of data or {name = a table of data}, got a table | fallback: a larger place whose reference group stands in where that of the table is too small: `{England = t}`, t with the same columns
print(caught(sized, { fallback = england:where { group = { "Asian", "Black" } } })) --> D216: no row has "White" in column "group"; there are: Asian, Black
print(caught(sized, { fallback = england:concat(england) })) --> A104: disproportionality: 'White' is in 2 rows, so 'people' is no population of one group | add the events up first, choose with :where, or give the populations as a table
print(caught(sized, { fallback = england:select("group", "cases") })) --> D210: no column "people"; there are: group, cases
