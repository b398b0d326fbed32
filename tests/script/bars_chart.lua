-- luacheck: no max line length
-- What report:bars takes, and what it refuses.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function made_up(groups, areas)
  local group, area, rate = {}, {}, {}
  for i, name in ipairs(groups) do
    for k, other in ipairs(areas) do
      group[#group + 1], area[#area + 1], rate[#rate + 1] = name, other, 10 * i + k
    end
  end
  return foi.table("made_up", { { "group", group }, { "area", area }, { "rate", rate } })
end
local report = foi.report { title = "Bars" }
local t = made_up({ "White", "Black" }, { "A", "B", "C", "D" })

print(report:bars(t, { by = "group", series = "area" }) == report) --> true
print(report:bars(t:where { area = "A" }, { by = "group", title = "One" }) == report) --> true
print(report:bars(t, { by = "group", panels = "area" }) == report) --> true

-- Two figures for one bar.
print(caught(report.bars, report, t, { by = "group" }))
--> A104: report:bars: rows 1 and 2 are both of White | keep one row for each with :where, add them up with :by(...):sum, or name the column that tells them apart
print(caught(report.bars, report, made_up({ "White" }, { "A", "B", "C", "D", "E" }), { by = "group", series = "area" }))
--> A104: report:bars draws at most 4 series, 'area' has 5 | draw small multiples: panels = "area"; or keep at most four with :where
local areas = {}
for i = 1, 61 do areas[i] = "Area " .. i end
print(caught(report.bars, report, made_up({ "White" }, areas), { by = "group", panels = "area" }))
--> A104: report:bars draws at most 60 panels, 'area' has 61 labels | keep fewer with :where, or draw several charts
print(caught(report.bars, report, t, { series = "area" })) --> A102: report:bars needs 'by'
print(caught(report.bars, report, t, { by = "group", serie = "area" }))
--> A101: report:bars has no argument 'serie' | did you mean 'series'? it takes by, value, series, lower, upper, title, panels
print(caught(report.bars, report, t, { by = "rate" }))
--> D211: report:bars: 'by' must be a column of labels, 'rate' holds numbers
print((caught(report.bars, report, t, { by = "group", series = "area", value = "ratio" })))
--> D210: no column "ratio"; there are: group, area, rate | did you mean "rate"?
print((caught(report.bars, report, t, { by = "group", series = "area", upper = "high" })))
--> D210: no column "high"; there are: group, area, rate
print(caught(report.bars, report, {}, { by = "group" }))
--> A103: report:bars: 't' must be a table of data, got a table | t: the table: a row for each category, or each series of a category
local answer = foi.dataset "leicester_referrals_by_ethnicity"
print(caught(report.bars, report, answer, { value = "value", by = "year_ending_march", series = "asked" }))
--> A104: report:bars: row 4 has no label in 'year_ending_march' (not_available) | leave the row out with :where
print(caught(report.bars, report, t)) --> A103: report:bars takes named arguments in braces: {name = value}
