-- luacheck: no max line length
-- Bounds of hidden counts, narrowed by the totals that are published beside them.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message
end
local function bounds(t, label, column)
  for i = 1, #t do
    if t.group[i] == label then
      local low, high = t:column(column or "looked_after"):bounds(i)
      return t:column(column or "looked_after"):mark(i), ("%g to %g"):format(low, high)
    end
  end
end

-- Leicester, 31 March 2021: 615 - 387 - 119 - 60 - 39 = 10 over two cells; 2022: 612 - 600 = 12.
local care = foi.dataset "england_looked_after_by_ethnicity"
local function leicester(year) return care:where { area_code = "E06000016", year_ending_march = year } end
local how = { count = "looked_after", parts = "group", total = "Total" }
print(bounds(leicester("2021"):tighten(how), "Other")) --> suppressed	0 to 10
print(bounds(leicester("2022"):tighten(how), "Unknown")) --> suppressed	0 to 12
-- Two cells of 1 to 5 that make 10 are 5 and 5 (made-up figures).
local residual = foi.read("made_up_residual.csv", { marks = { c = "suppressed" } })
local both = residual:tighten { count = "cases", parts = "group", total = "All", within = {}, least = 1, most = 5,
  published = true }
print(bounds(both, "Other", "cases")) --> suppressed	5 to 5
print(both:row(2).cases, bounds(both, "White", "cases")) --> nil	ok	605 to 605
print(both:notes()[#both:notes()])
--> Bounds of 2 cells were tightened by totals; 2 of them have one possible value. Suppressed cells without a published range are taken as at least 1 and at most 5.
-- A sum over them is known: what was hidden follows.
print(both:where({ group = { "Black", "Other" } }):sum("cases").cases[1]) --> 10
how.least, how.most = 1, 5
-- No two of 1 to 5 make 12: one of them is hidden to protect the other.
print(caught(care.tighten, leicester("2022"), how))
--> D222: a total and its parts contradict each other at E06000016 (LA, 2022, Total): the parts make 602 to 610, the total is 612
-- With one of 1 to 5, the other is 7 to 11; which is which is not known, so each can be 1 to 11.
how.most = nil
print(bounds(leicester("2022"):tighten(how), "Other")) --> suppressed	1 to 11
-- Not even 1 is sure: in 14 authorities and years since 2021 the hidden cells are more than the children left for them.
local since = care:where { level = "LA", year_ending_march = { "2021", "2022", "2023", "2024", "2025" } }
print(caught(since.tighten, since, how))
--> D222: a total and its parts contradict each other at E06000003 (LA, 2021, Total): the parts make at least 318, the total is 317
how.least = nil
local narrowed = since:tighten(how)
print(narrowed:notes()[#narrowed:notes()]) --> Bounds of 901 cells were tightened by totals.
-- In one authority the total is hidden too.
local open, most = {}, 0
for i = 1, #narrowed do
  if narrowed.looked_after:mark(i) == "suppressed" then
    local _, high = narrowed.looked_after:bounds(i)
    if high then most = math.max(most, high) else open[#open + 1] = narrowed.area_code[i] end
  end
end
print(most, table.concat(open, " ")) --> 69.0	E09000001 E09000001 E09000001 E09000001

-- Two ways at once: White women 1 to 4, so Asian women 9 to 12, White men 5 to 8, Asian men 3 to 6.
local crossed = foi.dataset "made_up_crossed"
local two = crossed:tighten { count = "cases", parts = { "group", "sex" }, total = { "All", "Both" } }
for i = 1, 5 do print(two.sex[i], two.group[i], two.cases:mark(i), two.cases:bounds(i)) end
--> Female	White	suppressed	1.0	4.0
--> Female	Asian	suppressed	9.0	12.0
--> Female	All	ok	13.0	13.0
--> Male	White	suppressed	5.0	8.0
--> Male	Asian	suppressed	3.0	6.0
-- By one way alone the men are open.
local one = crossed:tighten { count = "cases", parts = "group", total = "All" }
print(one.cases:bounds(2)) --> 9.0	12.0
print(one.cases:bounds(4)) --> 0.0	11.0
-- The same as columns of a row.
local wide = crossed:pivot { rows = "sex", across = "group", values = "cases" }
local in_columns = wide:tighten { parts = { "White", "Asian" }, total = "All" }
print(in_columns.Asian:mark(1), in_columns.Asian:bounds(1)) --> suppressed	9.0	12.0
print(in_columns.White:bounds(2)) --> 0.0	11.0

-- What it needs, and what it does not do.
print(caught(two.tighten, crossed, { parts = "group", total = "All" }))
--> D211: column "group" holds labels; numbers are needed here
print(caught(two.tighten, crossed, { count = "cases", parts = "group" })) --> A102: tighten needs 'total'
print(caught(two.tighten, crossed, { count = "cases", parts = { "group", "sex" }, total = "All" }))
--> A105: tighten needs the label that is the total in each column of parts
print(caught(two.tighten, crossed, { count = "cases", parts = "group", total = "All", least = 6, most = 5 }):sub(1, 4)) --> A104
print(caught(two.tighten, crossed, { count = "cases", parts = "group", total = "Al" }))
--> D216: no group of rows holds "Al" of "group" once and parts of it
print(caught(two.tighten, crossed, { count = "cases", part = "group" }):sub(1, 4)) --> A101
local private = foi.read("made_up_hidden.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
local sure = { parts = "cases", total = "people" }
print(caught(private.tighten, private, sure):match "^[^:]*") --> D222

-- Bounds from one total are those of the measure bounds.cells, in every authority and year since 2021.
local compared, differ = 0, 0
local function at(t, i) return t.looked_after:bounds(i) end
local rows_of = {}
for i = 1, #since do
  local key = since.area_code[i] .. since.year_ending_march[i]
  rows_of[key] = rows_of[key] or {}
  rows_of[key][since.group[i]] = i
end
for i = 1, #since do
  local rows = rows_of[since.area_code[i] .. since.year_ending_march[i]]
  if since.group[i] == "White" and since.looked_after[rows.Total] and since.looked_after:mark(i) ~= "not_applicable" then
    local cells = { low = {}, high = {}, total_low = at(since, rows.Total), total_high = at(since, rows.Total) }
    local order = { "White", "Mixed", "Asian", "Black", "Other", "Unknown" }
    for k, group in ipairs(order) do
      local low, high = at(since, rows[group])
      cells.low[k], cells.high[k] = low or 0, high or cells.total_high
    end
    local answer = foi.stats.bounds.cells(cells)
    for k, group in ipairs(order) do
      local low, high = at(narrowed, rows[group])
      compared = compared + 1
      if low ~= answer.cell_low[k] or high ~= answer.cell_high[k] then differ = differ + 1 end
    end
  end
end
print(compared, differ) --> 4506	0
