-- luacheck: no max line length
-- What once went wrong, each seen failing before it was mended.
local foi = require "foi"
local t = foi.table("made_up", { { "area", { "North", "South" } }, { "n", { 44, 7 } }, { "people", { 724, 10798 } } })

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or type(e) == "string" and e or e.code .. ": " .. e.message
end

-- A text against a column of numbers ended the process.
print(caught(t.where, t, { n = "44" })) --> D211: column 'n' holds numbers and is compared with text
-- A list shorter than the column was read beyond its end.
print(caught(function() return t.n + { 1 } end)) --> A105: columns of 2 and 1 rows
-- The rows of a pivot were looked for in the wrong place.
print(#t:pivot { rows = "area", across = "area", values = "n" }) --> 2
-- Tables without columns, with twins, with a nameless column.
print(caught(foi.table, "x", {})) --> A102: a table needs a column
print(caught(foi.table, "x", { { "a", { 1 } }, { "a", { 2 } } })) --> A104: the table would have two columns 'a'
print(caught(foi.table, "x", { 5 })) --> A103: foi.table: column 1 must be {"name", values}
print(caught(t.derive, t, "", 1)) --> A104: a column needs a name
-- Options of foi.read that were passed over.
print(caught(foi.read, "x.csv", { marks = 5 })) --> A103: 'marks' takes {["symbol"] = "mark"}, got a number
print(caught(foi.read, "x.csv", { delimiter = "" })) --> A104: 'delimiter' must be one character, got ''
print(caught(foi.read, "x.csv", { skip_rows = -1 })) --> A104: 'skip_rows' must be a whole number from 0, got -1
print(caught(foi.read, "x.csv", { skip_rows = 1.5 })) --> A104: 'skip_rows' must be a whole number from 0, got 1.5
-- Row numbers are numbers, and are named whole.
print(caught(t.row, t, 2 ^ 53)) --> A104: row 9007199254740992 of a table with 2 rows
print(caught(t.row, t, "1") ~= "no error") --> true
-- Answers that are lists said that they could not be computed.
print(tostring(foi.stats.padjust.holm { p = { 0.01, 0.04 } })) --> padjust.holm: p_adj 0.02 0.04
-- A population that is a column of the same table, if each group stands in one row.
local own = t:disproportionality { count = "n", group = "area", population = "people", reference = "South" }
local given = t:select("area", "n"):disproportionality { count = "n", group = "area", reference = "South",
  population = foi.dataset("made_up_people"):where { area = { "North", "South" } } }
print(own.ratio[1] > 90, own.ratio[2], given.ratio[2]) --> true	1.0	1.0
print(caught(t.disproportionality, t:concat(t), { count = "n", group = "area", population = "people", reference = "South" }))
--> A104: disproportionality: 'North' is in 2 rows, so 'people' is no population of one group
-- A proportion of a list of bases.
print(#t:proportion { count = "n", of = { 100, 200 } }) --> 2
-- Errors raised inside the engine's own Lua.
print(caught(foi.percent, nil)) --> A103: foi.percent takes a number, got a nil
print(caught(string.format, nil)) --> A103: string.format takes a text first, got a nil
print(caught(function() return t.soort end)) --> D210: no column "soort"; there are: area, n, people
print(select(2, pcall(function() return t.soort end)).hint) --> did you mean the method 'sort'?
-- print showed addresses, which differ from run to run.
print({}, print) --> table	function
