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
print(caught(foi.table, "x", { 5 })) --> A103: foi.table: 'columns' must be a list of tables, got a list whose item 1 is 5
print(caught(t.derive, t, "", 1)) --> A104: a column needs a name
-- Options of foi.read that were passed over.
print(caught(foi.read, "x.csv", { marks = 5 })) --> A103: foi.read: 'marks' must be {name = text or a table}, got 5
print(caught(foi.read, "x.csv", { delimiter = "" })) --> A104: 'delimiter' must be one character, got ''
print(caught(foi.read, "x.csv", { skip_rows = -1 })) --> A104: 'skip_rows' must be a whole number from 0, got -1
print(caught(foi.read, "x.csv", { skip_rows = 1.5 })) --> A103: foi.read: 'skip_rows' must be a whole number, got 1.5
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
print(caught(foi.percent, nil)) --> A102: foi.percent needs 'x'
print(caught(string.format, nil)) --> A103: string.format takes a text first, got a nil
print(caught(function() return t.soort end)) --> D210: no column "soort"; there are: area, n, people
print(select(2, pcall(function() return t.soort end)).hint) --> did you mean the method 'sort'?
-- print showed addresses, which differ from run to run.
print({}, print) --> table	function
-- What a metamethod of the script gave was used after it had been collected.
local loose = setmetatable({}, { __index = function(_, k) return k == "title" and ("x"):rep(2000) or nil end })
print(t:derive("z", t.n, loose).z.title) --> nil
print(caught(t.pivot, t, setmetatable({}, { __index = function() return "area" end }))) --> A102: pivot needs rows, across and values
-- Lists with gaps have any length that suits Lua: the room for them was too small.
local function far(v) -- written out, because the places of the keys in memory matter
  return { v, v, v, v, [5] = v, [8] = v, [16] = v, [32] = v, [64] = v, [128] = v, [256] = v, [512] = v, [2 ^ 10] = v, [2 ^ 11] = v,
    [2 ^ 12] = v, [2 ^ 13] = v, [2 ^ 14] = v, [2 ^ 15] = v, [2 ^ 16] = v, [2 ^ 17] = v, [2 ^ 18] = v, [2 ^ 19] = v, [2 ^ 20] = v,
    [2 ^ 21] = v, [2 ^ 22] = v, [2 ^ 23] = v, [2 ^ 24] = v, [2 ^ 25] = v, [2 ^ 26] = v, [2 ^ 27] = v, [2 ^ 28] = v, [2 ^ 29] = v,
    [2 ^ 30] = v, [2 ^ 31] = v, [2 ^ 32] = v, [2 ^ 33] = v, [2 ^ 34] = v, [2 ^ 35] = v, [2 ^ 36] = v, [2 ^ 37] = v, [2 ^ 38] = v,
    [2 ^ 39] = v, [2 ^ 40] = v, [2 ^ 41] = v, [2 ^ 42] = v, [2 ^ 43] = v, [2 ^ 44] = v, [2 ^ 45] = v, [2 ^ 46] = v, [2 ^ 47] = v,
    [2 ^ 48] = v, [2 ^ 49] = v, [2 ^ 50] = v, [2 ^ 51] = v, [2 ^ 52] = v, [2 ^ 53] = v, [2 ^ 54] = v, [2 ^ 55] = v, [2 ^ 56] = v,
    [2 ^ 57] = v, [2 ^ 58] = v, [2 ^ 59] = v, [2 ^ 60] = v, [2 ^ 61] = v }
end
print(#far("area") > 2 ^ 40) --> true
print(caught(t.select, t, far("area"))) --> A103: select takes text or a list of texts, got a list whose item 6 is nothing
print(caught(t.where, t, { area = far("North") })) --> A105: a list has gaps: its last item seems to be number 2305843009213693952
print(caught(t.derive, t, "z", far(1))) --> A103: derive: 'value' must be a column, a number, text, a list of numbers, texts or false or a function, got a list whose item 6 is nothing
print(caught(foi.stats.tableRxC.test.pearson, { table = far({ 1, 2 }) })) --> A105: a list has gaps: its last item seems to be number 2305843009213693952
-- A number that is not one became a cell without mark; a count that is none was shown as another number.
print(t:derive("z", 0 / 0).z[1], t:derive("z", 0 / 0).z:mark(1)) --> nil	undefined
print(t:derive("z", { 1e300, 1.5 }, { count = true }).z[1], t:derive("z", 1.5, { count = true }).z[1]) --> 1e+300	1.5
-- Decimals that no number can be written with.
print(caught(t.derive, t, "z", 1, { decimals = -5 })) --> A104: 'decimals' must be a whole number from 0 to 12, got -5
print(caught(t.derive, t, "z", 1, { decimals = 1e300 })) --> A103: derive: 'decimals' must be a whole number, got 1e+300
print(caught(t.derive, t, "z", 1, { decimals = 2.5 })) --> A103: derive: 'decimals' must be a whole number, got 2.5
-- Values that were taken for others.
print(caught(foi.table, "x", { { "a", { true } } })) --> A103: item 1 of the list must be a number, got a boolean
print(caught(foi.table, "x", { { "a", { "x\0y" } } })) --> A104: a label cannot hold a NUL byte, got 'x'
print(caught(t.derive, t, nil, 1)) --> A102: derive needs 'name'
local page = foi.report { title = "Regressions" }
print(caught(page.table, page)) --> A102: report:table needs 't'
print(caught(page.text, page)) --> A102: report:text needs 'text'
-- Near 1 a quantile was refused: only the other tail has its digits. R 4.2, qchisq(1 - p, lower = FALSE).
print(foi.stats.distribution.chisq.quantile { p = 0.999999999999, df = 100 }.value) --> 233.81064336516
-- A hidden count of 1 to 3 of 2 people is 1 or 2: at 3 the risk ratio over strata was an error, and so was the
-- cumulative share of a stage that counts more than the first.
local small = foi.read("made_up_hidden_small.csv", { marks = { ["<4"] = { mark = "suppressed", lo = 1, hi = 3 } } })
local risks = { count = "cases", population = "people", group = "group", reference = "White", strata = "stratum",
  method = "mh.riskratio.greenland_robins" }
local range = small:stratified(risks):row(1)
print(foi.fixed(range.hidden_lower, 4), foi.fixed(range.hidden_upper, 4)) --> 0.9545	1.1818
risks.method = "mh.oddsratio.rbg_ci"
range = small:stratified(risks):row(1)
print(foi.fixed(range.hidden_lower, 4), foi.fixed(range.hidden_upper, 4)) --> 0.9206	1.4167
local old = small:where { stratum = "old" }:cascade { stages = { "people", "cases", "planned" }, group = "group" }
print(old.cumulative_rate:mark(6), old:column("note")[6]) --> undefined	What is cumulative cannot be computed, because stages before do not nest.
-- The same rates in every stratum: a ratio of 1, which sums of parts miss by 1e-16, was above or below it.
local same = foi.table("same", { { "group", { "A", "A", "A", "B", "B", "B" } }, { "age", { 1, 2, 3, 1, 2, 3 } },
  { "n", { 18, 7, 6, 30, 4, 2 }, count = true }, { "people", { 75, 315, 81, 125, 180, 27 } } })
print(same:stratified({ count = "n", population = "people", group = "group", reference = "B", strata = "age" }).direction[1])
--> crude below 1, stratified at

-- A total among the groups of a plain table would be one group more.
local with_total = foi.table("plain", { { "group", { "White", "Black", "Total" } }, { "cases", { 40, 12, 52 }, count = true },
  { "people", { 900, 200, 1100 } } })
local how_total = { count = "cases", group = "group", population = "people", reference = "White" }
local went, why = pcall(with_total.disproportionality, with_total, how_total)
print(went, why.code, why.message)
--> false	D212	disproportionality: 'Total' in 'group' reads like the total of the others, and no dataset says what it is
print(#with_total:where({ group = { "White", "Black" } }):disproportionality(how_total)) --> 2
