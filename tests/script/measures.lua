-- luacheck: no max line length
-- One binding for all measures: numbers in, an answer; columns or lists in, a table row by row.
local foi = require "foi"
local stats = foi.stats

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end

-- Wilson EB 1927; values of the reference table.
local p = stats.prop.ci.wilson { x = 538, n = 1398 }
print(p.estimate, p.lower, p.upper, p.measure) --> 0.38483547925608	0.35967893957836	0.41062318840202	prop.ci.wilson
print(p.note) --> nil
print(tostring(stats.prop.ci.wilson { x = 0, n = 30 }))
--> prop.ci.wilson: estimate 0, lower 0, upper 0.113513393174
print(stats.prop.ci.wilson { x = 538, n = 1398, conf_level = 0.99 }.lower < p.lower) --> true

-- What is not defined says why; it is not an error and not a number.
local none = stats.rateratio.ci.exact_conditional { count1 = 0, exposure1 = 10, count0 = 0, exposure0 = 10 }
print(none.estimate, type(none.note)) --> nil	string

-- Lists and columns: a table with one row each; single values are repeated.
local rows = stats.prop.ci.wilson { x = { 0, 44, 10798 }, n = { 30, 724, 10798 } }
print(#rows, table.concat(rows:columns(), " ")) --> 3	estimate lower upper
print(rows.estimate[2], rows.lower[1], rows.upper[3]) --> 0.060773480662983	0.0	1.0
print(#stats.prop.ci.wilson { x = { 1, 2 }, n = 10 }) --> 2
print(rows.upper.measure) --> prop.ci.wilson

-- Rows without an answer are kept, marked, counted and explained.
local ratios = stats.rateratio.ci.exact_conditional {
  count1 = { 44, 0, 7 }, exposure1 = { 724, 10, 10 }, count0 = { 12, 0, 3 }, exposure0 = { 500, 10, 10 } }
print(#ratios, ratios.estimate[2], ratios.estimate:mark(2), ratios:undefined()) --> 3	nil	undefined	1
print(#ratios:notes(), ratios:notes()[1]:sub(1, 65))
--> 1	rateratio.ci.exact_conditional cannot be computed in 1 of 3 rows:
print(ratios.estimate[3] ~= nil) --> true

-- Results that are lists.
local holm = stats.padjust.holm { p = { 0.01, 0.02, 0.04 } }
print(#holm.p_adj, holm.p_adj[1], holm.p_adj[3]) --> 3	0.03	0.04

-- Wrong arguments raise, and say what would be right.
print(caught(stats.prop.ci.wilson, { x = 1, n = 10, conf_levl = 0.9 }))
--> A101: prop.ci.wilson has no argument 'conf_levl' | did you mean 'conf_level'? it takes x, n, conf_level
print(caught(stats.prop.ci.wilson, { x = 1 })) --> A102: prop.ci.wilson needs 'n': people or cases at risk | `foistat help prop.ci.wilson` shows its arguments and an example
print(caught(stats.prop.ci.wilson, { 1, 10 })) --> A103: prop.ci.wilson takes named arguments only: name = value | prop.ci.wilson { x = ... }
print(caught(stats.prop.ci.wilson, 1)) --> A103: prop.ci.wilson takes named arguments in braces: {name = value} | prop.ci.wilson { x = ... }
print(caught(stats.prop.ci.wilson, { x = "1", n = 10 }):sub(1, 5)) --> A103:
print(caught(stats.prop.ci.wilson, { x = true, n = 10 }):sub(1, 5)) --> A103:
print(caught(stats.prop.ci.wilson, { x = { 1, 2 }, n = { 10 } })) --> A105: 'x' has 2 rows, 'n' has 1

-- Counts: negative, fractional, not a number, beyond 2^53, more events than people.
local function refused(x, n) return caught(stats.prop.ci.wilson, { x = x, n = n or 10 }):sub(1, 5) end
print(refused(-1), refused(1.5), refused(0 / 0), refused(1e300), refused(1 / 0)) --> A104:	A104:	A104:	A104:	A104:
print(refused(11), refused(2 ^ 53 + 2, 2 ^ 54)) --> A104:	A104:
print(caught(stats.prop.ci.wilson, { x = { 1, 2, -3 }, n = 10 }):match("it is row %d of %d")) --> it is row 3 of 3
print(caught(stats.prop.ci.wilson, { x = 1, n = 10, conf_level = 1 }):sub(1, 5)) --> A104:
print(stats.prop.ci.wilson { x = 0, n = 0 }.note ~= nil) --> true

-- Names in the catalogue.
print(caught(function() return stats.prop.ci.wilsn end):match("A106: foi.stats.prop.ci has no 'wilsn' | did you mean 'wilson'?"))
--> A106: foi.stats.prop.ci has no 'wilsn' | did you mean 'wilson'
print(caught(function() return stats.porp end):match("did you mean '[a-z]+'")) --> did you mean 'prop'
print(#foi.measures > 100, foi.measures[1]:match("^[a-z0-9_.]+$") ~= nil) --> true	true
-- A comparison without a p-value is not one of those that were made.
print(table.concat(foi.stats.padjust.holm { p = { 0.01, 0.04 } }.p_adj, " ")) --> 0.02 0.04
local gap = foi.table("gap", { { "p", { 0.01, false, 0.04 } } })
local adjusted = foi.stats.padjust.holm { p = gap.p }.p_adj
print(adjusted[1], adjusted[2], adjusted[3]) --> 0.02	false	0.04
