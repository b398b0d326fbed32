-- luacheck: no max line length
-- Errors as scripts see them: a value with fields that prints as the whole message.
local foi = require "foi"

local ok, e = pcall(foi.stats.prop.ci.wilson, { x = 11, n = 10 })
print(ok, e.code, e.class) --> false	A104	argument
print(e.message) --> 'x' is 11, more than 'n', which is 10
print(e.file, e.line, e.nothing) --> tests/script/errors.lua	5	nil
print(tostring(e) == e.file .. ":" .. e.line .. ": " .. e.message) --> true
print(type(e), pcall(function() e.code = "x" end)) --> userdata	false	tests/script/errors.lua:10: attempt to index a foi.error value (upvalue 'e')

local function class_of(f, ...) return select(2, pcall(f, ...)).class end
print(class_of(foi.dataset, "nowhere"), class_of(foi.read, "nowhere.csv")) --> data	io
print(class_of(require, "os"), class_of(foi.rate, {})) --> script	argument

-- A file that is wrong says where; its place is the file's, not the script's.
local _, bad = pcall(foi.read, "made_up_plain.csv")
print(bad.code, bad.file:match("[^/]+$"), bad.line, bad.column) --> D204	made_up_plain.csv	7	7
print(bad.hint ~= nil) --> true

-- Undefined is not an error: nothing to catch.
print(pcall(foi.rate_ratio, { count = 0, population = 0, reference_count = 0, reference_population = 0 })) --> true	table

-- Lua's own errors, with their line; error values of the script's own come through as they are.
print(select(2, pcall(function() return nil + 1 end))) --> tests/script/errors.lua:25: attempt to perform arithmetic on a nil value
print(select(2, pcall(error, { code = "mine" })).code) --> mine
print(select(2, pcall(error, "plain", 0))) --> plain
print(pcall(pcall)) --> false	bad argument #1 to 'pcall' (value expected)
print(select(2, pcall(assert, false, "as said"))) --> as said

-- A report says which part it has not, and what it takes.
local report = foi.report { title = "Errors" }
print(select(2, pcall(function() return report.tabel end)).hint:match("did you mean '(.-)'")) --> table
print(select(2, pcall(foi.report, {})).message) --> foi.report needs 'title'
print(select(2, pcall(foi.report, { title = "x", subtitle = 2017 })).message)
--> foi.report: 'subtitle' must be text, got 2017
local checked = report:checks()
print(checked == report, select(2, pcall(report.checks, report)).message) --> true	a report shows the checks once
print(select(2, pcall(report.note, report, 5)).message) --> report:note: 'text' must be text, got 5
local unthemed = select(2, pcall(foi.report, { title = "x", theme = "gvo" }))
print(unthemed.code, unthemed.message, unthemed.hint)
--> A104	foi.report: 'theme' must be "okabe-ito" or "gov", got "gvo"	did you mean "gov"?
print(select(2, pcall(report.table, report, foi.table("t", { { "a", { 1 } } }), { titel = "x" })).message)
--> report:table has no argument 'titel'
-- Messages that name the next step: a reference group, people of a plain table, a column of labels.
local areas = foi.table("t", { { "area", { "A", "B" } }, { "cases", { 4, 5 } }, { "people", { 90, 80 } }, { "x", { "4", "?" } } })
local function hint_of(f, ...) return select(2, pcall(f, ...)).hint end
print(hint_of(areas.disproportionality, areas, { count = "cases", group = "area", population = "people" }))
--> choose the group that the others are compared with: A, B
print(hint_of(areas.disproportionality, areas, { count = "cases", group = "area", population = areas, reference = "A" }):match("^join it first, t:join"))
--> join it first, t:join
print(hint_of(areas.rate, areas, { count = "x", population = "people" }):match('^"%?" is no number; if it stands for a missing value'))
--> "?" is no number; if it stands for a missing value
print(select(2, pcall(report.cannot, report, "why")).code) --> A102
print(select(2, pcall(report.table, report, 7)).code) --> A103

-- A whole number that would be changed on its way to a measure or a column.
local digits = 9007199254740993
print(select(2, pcall(foi.stats.prop.ci.wilson, { x = 44, n = digits })).message) --> 9007199254740993 has more digits than a number can hold: it would be taken as 9007199254740992
print(class_of(foi.stats.prop.ci.wilson, { x = { 1, 2 }, n = { 9, digits } })) --> argument
print(class_of(foi.table, "t", { { "n", { 1, -digits } } })) --> argument
print(foi.table("t", { { "n", { digits - 1 }, count = true } }).n[1]) --> 9007199254740992

-- Shared arguments are checked alike wherever they are taken.
local places = foi.table("made_up", { { "area", { "North", "South" } }, { "cases", { 44, 17 }, count = true },
  { "people", { 724, 798 } } })
for _, wrong in ipairs { { per = -1 }, { per = 1 / 0 }, { per = "100" }, { conf_level = 0 / 0 }, { people = {} } } do
  wrong.count, wrong.population = "cases", wrong.population or "people"
  print(select(2, pcall(places.rate, places, wrong)).message)
end
--> rate: 'per' must be a number above 0, got -1
--> rate: 'per' must be a number above 0, got inf
--> rate: 'per' must be a number, got "100"
--> rate: 'conf_level' must be above 0 and below 1, got NaN
--> rate: 'people' must be text, got a table
print(select(2, pcall(places.funnel, places, { count = "cases", population = "people", fewest = 0 / 0 })).message)
--> funnel: 'fewest' must be a number, 0 or more, got NaN

-- Bounds of a symbol that nothing can lie between.
for _, bounds in ipairs { { lo = 5, hi = 1 }, { lo = 1 / 0 }, { hi = -1 / 0 } } do
  bounds.mark = "suppressed"
  print(select(2, pcall(foi.read, "made_up_hidden.csv", { marks = { ["<5"] = bounds } })).message)
end
--> marks: nothing lies between 'lo' and 'hi' of "<5"; leave out the one that is not known
--> marks: nothing lies between 'lo' and 'hi' of "<5"; leave out the one that is not known
--> marks: nothing lies between 'lo' and 'hi' of "<5"; leave out the one that is not known
