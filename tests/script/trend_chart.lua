-- luacheck: no max line length
-- What report:trend takes, and what it refuses.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function made_up(places, years)
  local place, year, rate = {}, {}, {}
  for i, name in ipairs(places) do
    for k, y in ipairs(years) do
      place[#place + 1], year[#year + 1], rate[#rate + 1] = name, y, 10 * i + k
    end
  end
  return foi.table("made_up", { { "place", place }, { "year", year }, { "rate", rate } })
end
local report = foi.report { title = "Trends" }
local four, years = { "A", "B", "C", "D" }, { "2018", "2019", "2020" }
local t = made_up(four, years)

print(report:trend(t, { by = "year", series = "place" }) == report) --> true
print(report:trend(made_up({ "A" }, { 2018, 2019 }), { by = "year", title = "Years as numbers" }) == report) --> true

-- Two figures of one year are not one line.
print(caught(report.trend, report, t, { by = "year" }))
--> A104: report:trend: rows 1 and 4 are both of 2018 | name the column that tells them apart: series = ...
print(caught(report.trend, report, made_up({ "A" }, { "2018", "2018" }), { by = "year", series = "place" }))
--> A104: report:trend: rows 1 and 2 are both of 2018 in A | keep one row for each year and series, with :where

-- More than four series become panels; within panels that were asked for there are four at most.
local five = made_up({ "A", "B", "C", "D", "E" }, years)
print(report:trend(five, { by = "year", series = "place" }) == report) --> true
print(report:trend(five, { by = "year", panels = "place" }) == report) --> true
five = five:derive("kind", function() return "all" end)
print(report:trend(t:derive("kind", function() return "all" end), { by = "year", series = "place", panels = "kind" }) == report) --> true
print(caught(report.trend, report, five, { by = "year", series = "place", panels = "kind" }))
--> A104: report:trend draws at most 4 series in a panel, 'place' has 5 | keep at most four with :where, or let the series be the panels: panels = "place"
print(caught(report.trend, report, five, { by = "year", panels = "kind" }))
--> A104: report:trend: rows 1 and 4 are both of 2018 in all | keep one row for each year and series, with :where
print(caught(report.trend, report, five, { by = "year", panels = "rate" }))
--> D211: report:trend: 'panels' must be a column of labels, 'rate' holds numbers

print(caught(report.trend, report, t, { series = "place" })) --> A102: report:trend needs 'by'
print(caught(report.trend, report, t, { by = "year", serie = "place" }))
--> A101: report:trend has no argument 'serie' | did you mean 'series'? it takes by, value, series, lower, upper, title, panels
print(caught(report.trend, report, t, { by = "place" })) --> D216: 'A' in column 'place' is not a year | years are written 2018 or 2017/18
print(caught(report.trend, report, t, { by = "year", series = "rate" }))
--> D211: report:trend: 'series' must be a column of labels, 'rate' holds numbers
print((caught(report.trend, report, t, { by = "year", series = "place", value = "ratio" })))
--> D210: no column "ratio"; there are: place, year, rate | did you mean "rate"?
print((caught(report.trend, report, t, { by = "year", series = "place", upper = "high" })))
--> D210: no column "high"; there are: place, year, rate
print(caught(report.trend, report, {}, { by = "year" })) --> A103: report:trend: 't' must be a table of data, got a table | t: the table: a row for each year, or each year of a series
