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
