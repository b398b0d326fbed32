-- luacheck: no max line length
-- What report:ranked takes, and what it refuses.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local t = foi.table("made_up", { { "area", { "North", "South", "East", "England" } },
  { "cases", { 40, 18, 30, 88 }, count = true }, { "people", { 2000, 1500, 1000, 4500 } } })
  :rate { count = "cases", population = "people", group = "area" }
local places = t:where(function(row) return row.area ~= "England" end)
local report = foi.report { title = "Ranks" }

print(report:ranked(places) == report) --> true
print(report:ranked(t, { reference = "England", highlight = "South", first = "smallest" }) == report) --> true
print(report:ranked(places, { reference = 195.6, reference_name = "England", highlight = { "North", "East" } }) == report) --> true
print(report:ranked(places, { reference = "mean", title = "Around the mean" }) == report) --> true
print(report:ranked(places:funnel { count = "cases", population = "people" }, { value = "ratio", reference = 1 }) == report) --> true

print(caught(report.ranked, report, t, { reference = "Englund" }))
--> A104: report:ranked: no row is called 'Englund' | did you mean 'England'? 'reference' is a number, the label of a row, or "mean"
print(caught(report.ranked, report, places, { highlight = { "Sorth" } }))
--> A104: report:ranked: no row is called 'Sorth' | did you mean 'North'?
print(caught(report.ranked, report, places, { reference_name = "England" }))
--> A102: report:ranked needs 'reference', a number, for 'reference_name' | a reference that is the label of a row has its name already
print(caught(report.ranked, report, places, { first = "highest" }))
--> A104: report:ranked: 'first' must be "largest" or "smallest", got "highest" | first: which figure is at the top
print(caught(report.ranked, report, places, { reference = true }))
--> A103: report:ranked: 'reference' must be a number or text, got true | reference: where the line stands: a number, "mean", or the label of a row such as "England", which is then no place among the others
print(caught(report.ranked, report, places, { refrence = 1 }))
--> A101: report:ranked has no argument 'refrence' | did you mean 'reference'? it takes value, lower, upper, label, reference, reference_name, highlight, first, title, panels
print((caught(report.ranked, report, places, { value = "ratio" })))
--> D210: no column "ratio"; there are: area, cases, people, rate, rate_lower, rate_upper | did you mean "rate"?
print(caught(report.ranked, report, {})) --> A103: report:ranked: 't' must be a table of data, got a table | t: the table: a row a place; with the columns of `table.ranks` the tooltips give the ranks that chance allows

-- One line: a number with an end, of one row that has a figure, or of one target.
print(caught(report.ranked, report, places, { reference = 1 / 0 }))
--> A104: report:ranked: 'reference' must be a finite number, got inf
print(caught(report.ranked, report, places, { reference = 0 / 0 }):match("^[^,]*")) --> A104: report:ranked: 'reference' must be a finite number
local years = t:derive("year", "2023"):concat(t:derive("year", "2024"))
print(caught(report.ranked, report, years, { label = "area", panels = "year", reference = "England" }))
--> A104: report:ranked: rows 4 and 8 are both called 'England', and a chart has one line | draw one of them, such as one year, with :where
local hidden = foi.table("made_up", { { "area", { "North", "England" } }, { "rate", { 4, false } } })
print(caught(report.ranked, report, hidden, { reference = "England" }))
--> A104: report:ranked: 'England' has no figure to compare with (undefined) | without 'reference' it is a place among the others
local funnels = places:select("area", "cases", "people"):derive("year", "2023"):funnel { count = "cases", population = "people" }
  :concat(places:select("area", "cases", "people"):derive("year", "2024"):funnel { count = "cases", population = "people", target = 300 })
print(report:ranked(funnels, { panels = "year" }) == report) --> true
print(caught(report.funnel, report, funnels, { panels = "year" }))
--> A104: report:funnel: rows 1 and 4 are held against different targets, and a chart has one | draw one funnel for each with :where, such as one for each year

-- A place is there once in each order, and all count the same.
print(caught(report.ranked, report, places:concat(places), { label = "area" }))
--> A104: report:ranked: rows 1 and 4 are both of North | keep one row for each with :where, add them up with :by(...):sum, or name the column that tells them apart
local counted = places:derive("counted", { "children", "families", "children" }, { role = "unit" })
print((caught(report.ranked, report, counted, { label = "area" }):match("^[^|]*[^| ]")))
--> D217: rows that must not be compared: "children" of column "counted" and "families" are different units
