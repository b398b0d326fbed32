-- Missing is visible: a cell without a figure is nil to a script, keeps its mark and its bounds, and
-- neither is lost on the way into a result.
local foi = require "foi"
local visits = foi.dataset "made_up_visits"
local flows = visits:where { status = "opened" }

local function cell(column, i)
  local lo, hi = column:bounds(i)
  print(column[i], column:mark(i), lo, hi)
end

cell(visits.visits, 1) --> 120	ok	120.0	120.0
cell(visits.visits, 3) --> nil	suppressed	1.0	4.0
cell(visits.visits, 12) --> nil	suppressed	nil	nil
-- Blank in the source, 0 by its total: it stays blank and its bounds are 0 to 0.
cell(visits.visits, 7) --> nil	blank	0.0	0.0
cell(visits.visits, 9) --> 0	ok	0.0	0.0
print(visits:checks()[2].code, visits:checks()[2].state) --> C102	noted

for mark, n in pairs(visits.visits:marks()) do print(mark, n) end
--> blank	1
--> ok	9
--> suppressed	2

-- Sums: bounds, not numbers; with an implied zero it is a number.
local by_year = flows:where { area = { "North", "South", "East" } }:by("year"):sum("visits")
cell(by_year.visits, 1) --> nil	suppressed	201.0	204.0
cell(by_year.visits, 2) --> 139	ok	139.0	139.0
local active = visits:where { status = "active" }:sum("visits")
cell(active.visits, 1) --> nil	suppressed	44.0	inf

-- Arithmetic keeps the mark, and the bounds where they must lie at the ends.
cell(visits.visits * 10, 3) --> nil	suppressed	10.0	40.0
cell(100 - visits.visits, 3) --> nil	suppressed	96.0	99.0
cell(visits.visits / 2, 12) --> nil	suppressed	nil	nil
cell(visits.visits + visits.visits, 3) --> nil	suppressed	2.0	8.0
cell(12 / visits.visits, 3) --> nil	suppressed	3.0	12.0
-- 0/0 is not a number and not 0.
cell(visits.visits / visits.visits, 9) --> nil	undefined	nil	nil

-- Measures: a marked cell gives a marked result; the others are computed.
local rate = foi.stats.rate.ci.garwood_exact { count = flows.visits, exposure = 1000 }
print(rate.estimate[3], rate.estimate:mark(3), rate.lower:mark(3), rate:undefined()) --> nil	suppressed	suppressed	0
print(rate.estimate[1]) --> 0.12
print(foi.stats.padjust.holm { p = { 0.01, 0.04 } }.p_adj[2]) --> 0.04
local marked = foi.stats.padjust.holm { p = flows.visits / 1000 }
print(#marked.p_adj, marked.p_adj[3], marked.note) --> 10	false	not every result is defined for these values

-- Labels can be missing too.
local plain = foi.read("made_up_plain.csv", { marks = { [".."] = { mark = "suppressed", lo = 1, hi = 4 } } })
cell(plain.searches, 3) --> nil	suppressed	1.0	4.0
print(plain:column("note")[1], plain:column("note"):mark(1)) --> nil	blank

-- Marked cells sort last, in both directions.
print(flows:sort("visits").visits[1], flows:sort("visits").visits[10]) --> 0	nil
print(flows:sort("visits", { descending = true }).visits[10]) --> nil

-- A row is read as nil where there is no figure.
print(visits:row(3).visits, visits:row(3).area) --> nil	East
print(select("#", visits.visits:bounds(12))) --> 2
