-- What report:cascade draws: at each stage the ratio of each group to the reference group.
local core = ...
local lists = core.module "lists"
local crossed = core.module "crossed"

local chart = {}
local there = crossed.there

local what = "report:cascade"
local most_groups = 4 -- as many as can be told apart by colour and marks

-- In what t:cascade gives, the column behind that of the stages holds the groups.
local function group_of(t, given)
  if given.group then return given.group end
  for i, name in ipairs(t:columns()) do
    local group = t:columns()[i + 1]
    if name == given.stage and group and t:column(group).type == "label" then return group end
  end
  core.fail("A102", what .. " needs 'group'", "name the column of the groups: group = ...")
end

local function need_ratios(t, value)
  if there(t, value) then return end
  core.fail("D210", ("%s: the table has no column '%s'"):format(what, value),
    value == "ratio" and "ratios need a group to compare with: t:cascade{..., reference = ...}" or nil)
end

-- Are the events of each group at the stage before those at risk at this one?
local function feeds(t, at, before)
  for group, i in next, at do
    if before[group] == nil or t.at_risk[i] ~= t.events[before[group]] then return false end
  end
  return true
end

local function row_numbers(t, given)
  local found = {}
  for i = 1, #t do
    local stage, group = t:column(given.stage)[i], t:column(given.group)[i]
    found[stage] = found[stage] or {}
    found[stage][group] = i
  end
  return found
end

-- What each stage is divided by, where t:cascade gave it: the stage before, by its counts; at the first one
-- the people, if there are some.
local function with_feeders(t, given, stages)
  local rows, names = row_numbers(t, given), {}
  for k, stage in ipairs(stages) do
    if k > 1 and feeds(t, rows[stage], rows[stages[k - 1]]) then names[stage] = stages[k - 1] end
  end
  local first = t.at_risk:mark(1)
  names[stages[1]] = first == "not_applicable" and "nothing: the first stage" or t.cumulative_ratio.denominator
  local values = {}
  for i = 1, #t do values[i] = names[t:column(given.stage)[i]] or "the stage before" end
  return t:derive("feeder", core.field(core.column(values), { name = "feeder", title = "Divided by" })), "feeder"
end

local function feeder_of(t, given, stages)
  local made = #t > 0 and there(t, "at_risk") and there(t, "events") and there(t, "cumulative_ratio")
  if given.feeder or not made or given.panels then return t, given.feeder end
  return with_feeders(t, given, stages)
end

-- More groups than can be told apart become small multiples: a panel for each.
local function place_groups(t, given, value)
  local reference, groups = t:column(value).comparator, {}
  for _, group in ipairs(crossed.labels(what, t, given.group, "group")) do
    if group ~= reference then groups[#groups + 1] = group end
  end
  if #groups <= most_groups then return t, given.group, given.panels end
  if given.panels then
    core.fail("A104", ("%s draws at most %d groups in a panel, '%s' has %d"):format(what, most_groups, given.group,
      #groups), ("keep at most four with :where, or let the groups be the panels: panels = \"%s\""):format(given.group))
  end
  return t:where { [given.group] = groups }, nil, given.group
end

-- The part of a report, from the arguments of report:cascade.
function chart.of(t, options)
  options = options or {}
  local given = { stage = options.stage or "stage", panels = options.panels, feeder = options.feeder }
  local value = options.value or "ratio"
  need_ratios(t, value)
  given.group = options.group
  given.group = group_of(t, given)
  local stages = crossed.labels(what, t, given.stage, "stage")
  crossed.check_once(what, t, lists.joined({ given.stage, given.group }, { given.panels }))
  local feeder, cumulative
  t, feeder = feeder_of(t, given, stages)
  cumulative = value == "ratio" and there(t, "cumulative_ratio") or nil
  local kept, series, panel = place_groups(t, given, value)
  return {
    table = kept, title = options.title, by = given.stage, series = series, panel = panel, feeder = feeder,
    value = value, lower = crossed.limit(t, options, value, "lower"), upper = crossed.limit(t, options, value, "upper"),
    cumulative = cumulative, cumulative_lower = cumulative and there(t, "cumulative_ratio_lower"),
    cumulative_upper = cumulative and there(t, "cumulative_ratio_upper"), unknown = there(t, "unknown_share"),
    reference = 1, logarithmic = true,
  }
end

return chart
