-- luacheck: no max line length
-- The shares that report:composition draws, and what it refuses to call parts of a whole.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local report = foi.report { title = "Composition" }
local sexes = foi.table("made_up", {
  { "area", { "North", "North", "South", "South" } },
  { "sex", { "Girls", "Boys", "Girls", "Boys" } },
  { "children", { 20, 30, 44, 46 }, count = true },
  { "all", { 60, 60, 90, 90 }, count = true },
})
local names = { value = "children", by = "area", series = "sex" }
local function with(more)
  local out = {}
  for _, given in ipairs { names, more } do
    for key, value in next, given do out[key] = value end
  end
  return out
end

print(report:composition(sexes, names) == report) --> true
print(report:composition(sexes, with { of = "all", title = "Of all" }) == report) --> true
print(report:composition(sexes:derive("whole", 1), names) == report) --> true
local panels = sexes:derive("half", function(row) return row.area end)
print(report:composition(panels, with { panels = "half" }) == report) --> true
print(caught(report.composition, report, sexes, with { by = "sex" }))
--> A104: report:composition: 'sex' cannot be two things at once
local shares = sexes:proportion { count = "children", of = "all" }
print(report:composition(shares, with { value = "percentage", of = "all" }) == report) --> true

-- A part that is at most 7 is at least 0: 47 of 107 to 114, and the least of it beside 60.
local at_most = foi.read("made_up_shared.csv", { marks = { ["≤7"] = { mark = "suppressed", hi = 7 } } })
print(report:composition(at_most:derive("area", "North"), { value = "cases", by = "area", series = "group" }) == report) --> true

-- What is no part of a whole.
local units = sexes:derive("counted", { "children", "families", "children", "families" }, { role = "unit" })
print(caught(report.composition, report, units, names))
--> D212: "children" must not be added up over "counted" ("children", "families"): they are counted in different units | choose one first, :where{counted = "children"}, or keep them apart by grouping by "counted"
print(caught(report.composition, report, sexes:derive("all", { 60, 70, 90, 90 }), with { of = "all" }))
--> A104: report:composition: rows 1 and 2 are parts of North, and differ in 'all', the whole | 'of' is the same for all parts of a bar
local unsaid = sexes:derive("share", { 40, 60, 50, 50 }, { role = "share" })
print(caught(report.composition, report, unsaid, with { value = "share" }))
--> A104: report:composition: 'share' holds shares, and nothing says that they are in % | say so: t:derive("share", t:column "share", {unit = "%"}), times 100 where 1 is the whole
local said = unsaid:derive("share", unsaid:column "share", { unit = "%" })
print(said.share.role, report:composition(said, with { value = "share" }) == report) --> share	true
print(caught(report.composition, report, sexes:derive("all", 45), with { of = "all" }))
--> A104: report:composition: the parts of North make 50, more than 'all', which is 45 | leave 'of' out where totals are rounded: the whole is then the sum of the parts
local negative = sexes:derive("children", sexes.children - 25)
print(caught(report.composition, report, negative, names))
--> A104: report:composition: row 1 of 'children' is below 0: no part of a whole is
local total = foi.table("made_up", { { "area", { "North", "North" } }, { "sex", { "Girls", "Total" } },
  { "children", { 20, 50 }, count = true } })
print(caught(report.composition, report, total, names))
--> D212: report:composition: 'Total' in 'sex' reads like the total of the others, and no dataset says what it is | leave it out with :where, or declare it: foi.read(path, {totals = "Total"}), or foi:totals in a datapackage.json
local help = foi.dataset "leicester_early_help_2017":where { breakdown = "ethnicity", pathway = "EHA", status = "opened" }
print(caught(report.composition, report, help, { value = "cases", by = "status", series = "group" }))
--> D212: "cases" must not be added up over "group": "Grand Total" is the total of the other labels ("White", "Mixed/multiple ethnic group", "Asian/Asian British", "Black/African/Caribbean/Black British", "Other ethnic group", "Information not yet obtained"), which would be counted twice | choose the total, :where{group = "Grand Total"}, or its parts, :where{group = {"White", "Mixed/multiple ethnic group", "Asian/Asian British", "Black/African/Caribbean/Black British", "Other ethnic group", "Information not yet obtained"}}
local factors = foi.dataset "england_assessment_factors":where { level = "England", year_ending_march = "2025",
  factor = { "Neglect", "Emotional abuse" } }
print(caught(report.composition, report, factors, { value = "episodes", by = "area_code", series = "factor" }))
--> D212: "episodes" must not be added up over "factor" ("Neglect", "Emotional abuse"): one case can carry several of these labels, so it would be counted more than once | choose one first, :where{factor = "Neglect"}, or keep them apart by grouping by "factor"
local twice = sexes:derive("share", sexes.children * 3, { unit = "%" })
print(caught(report.composition, report, twice, with { value = "share" }))
--> A104: report:composition: the shares of North make 150.0% | a case that has several labels, or a total among them, makes them no parts of a whole: report:bars
print(caught(report.composition, report, sexes:concat(sexes), names))
--> A104: report:composition: rows 1 and 5 are both of North, Girls | keep one row for each with :where, add them up with :by(...):sum, or name the column that tells them apart
local parts, nine, ones = {}, {}, {}
for i = 1, 9 do parts[i], nine[i], ones[i] = "Part " .. i, "North", 1 end
local many = foi.table("many", { { "area", nine }, { "sex", parts }, { "children", ones, count = true } })
print(caught(report.composition, report, many, names))
--> A104: report:composition draws at most 8 parts, 'sex' has 9 | put small parts together first, as with t:relabel; or draw them as bars: report:bars

print(caught(report.composition, report, sexes, { by = "area", series = "sex" }))
--> A102: report:composition needs 'value'
print(caught(report.composition, report, sexes, with { on = "all" }))
--> A101: report:composition has no argument 'on' | did you mean 'of'? it takes value, by, series, of, title, panels
print(caught(report.composition, report, sexes, with { series = "all" }))
--> D211: report:composition: 'series' must be a column of labels, 'all' holds numbers
print((caught(report.composition, report, sexes, with { value = "cases" })))
--> D210: no column "cases"; there are: area, sex, children, all
print(caught(report.composition, report, {}, names))
--> A103: report:composition: 't' must be a table of data, got a table | t: the table: a row for each part of each category
