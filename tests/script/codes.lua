-- A coded result has its name beside it; a cascade that does not nest is refused with the reason.
local foi = require "foi"
local stats = foi.stats

local few = stats.disproportion.idea_risk_ratio{ group_events = 9, group_children = 120, other_events = 80,
  other_children = 900, state_events = 5000, state_children = 100000 }
print(few.status, few.status_name, few.estimate) --> 2	not_calculated_cell	nil
local years = stats.disproportion.idea_years{ ratio = { 4.1, 3.8, 3.5 }, threshold = 3, progress = 0.2 }
print(years.status_name, years.years_above) --> reasonable_progress	3

local c = stats.cascade.stages{ group = { 50, 7 }, reference = { 40, 1 }, group_base = 100, reference_base = 100 }
print(("%.4f %.4f %.4f"):format(c.ratio[1], c.ratio[2], c.cumulative[2])) --> 1.2500 5.6000 7.0000
local ok, e = pcall(stats.cascade.stages,
  { group = { 50, 57 }, reference = { 40, 1 }, group_base = 100, reference_base = 100 })
print(ok, e.message)
--> false	stage 2 of 'group' counts 57, more than the 50 of the stage that feeds it: the stages do not nest

-- Row by row: the code is a number in a column, a stage without a feeder a missing row with its reason.
local t = foi.table("made_up", { { "here", { 7, 12, 0 } }, { "feeder", { 34, 60, 0 } } })
local rri = stats.cascade.relative_rate_index{ count1 = t.here, feeder1 = t.feeder, count0 = 1, feeder0 = 34,
  limits = "risk" }
print(("%.4f %.4f"):format(rri.lower[1], rri.upper[1])) --> 1.2209 42.5757
print(rri.estimate[2], rri.estimate[3], rri.estimate:mark(3)) --> 6.8	nil	undefined
local range = stats.bounds.rateratio{ count1_low = t.here, count1_high = t.here + 5, exposure1 = 100,
  count0_low = 6, count0_high = 9, exposure0 = 300 }
print(range.lower[3], range.upper[3], range.direction[1], range.direction[3]) --> 0.0	2.5	1	0
