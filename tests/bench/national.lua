-- 152 areas, 10 years, 5 decision points, 20 groups: -s part=read reads the file; part=measures sets each of
-- 19 groups against the first with score limits, exact p-values adjusted for their number, and the
-- range that the unknown allow; part=door does so by t:disproportionality, which also gives rates with
-- exact limits, the index and the excess with limits.
local foi = require "foi"

local part = foi.setting("part", "door")
local t = foi.read(foi.files[1], { text = "year" })
local keys = { "area", "year", "decision" }

local function beside(group, names)
  local rows = t:where { group = group }
  for from, to in next, names do rows = rows:derive(to, rows:column(from)) end
  local columns = { table.unpack(keys) }
  for _, to in next, names do columns[#columns + 1] = to end
  return rows:select(table.unpack(columns))
end

local function by_measures()
  local all = t:where(function(row) return row.group ~= "Unknown" and row.group ~= "Group 01" end)
    :join(beside("Group 01", { events = "events0", people = "people0" }), keys)
    :join(beside("Unknown", { events = "unknown" }), keys)
  local pair = { count1 = all.events, exposure1 = all.people, count0 = all.events0, exposure0 = all.people0 }
  local ratio = foi.stats.rateratio.ci.score(pair)
  local p = foi.stats.rateratio.test.exact_conditional_central(pair).p_value
  pair.unknown = all.unknown
  local range = foi.stats.disproportion.unknown_bounds(pair)
  return all:derive("ratio", ratio.estimate):derive("lower", ratio.lower):derive("upper", ratio.upper)
    :derive("p", p):derive("p_adjusted", foi.stats.padjust.BH({ p = p }).p_adj)
    :derive("least", range.lower):derive("most", range.upper)
end

local function by_door()
  return t:by(table.unpack(keys)):disproportionality { count = "events", group = "group", population = "people",
    reference = "Group 01", method = "rateratio.ci.score", unknown_labels = "Unknown", adjust = "BH" }
end

if part ~= "read" then
  local result = part == "door" and by_door() or by_measures()
  assert(result.p_adjusted:marks().ok == 152 * 10 * 5 * 19, "not every ratio was tested")
end
