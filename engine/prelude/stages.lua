-- The stages of a cascade: where each is counted, in which unit, and how many there are in each
-- series and group. 'given' holds the arguments of t:cascade, with keys (columns of the series) and by
-- (keys and group).
local core = ...
local lists = core.module "lists"
local groups = core.module "groups"
local rates = core.module "rates"

local stages = {}

-- A stage: the rows and the column that count it, what it is called, and its unit.
local function stage_of(rows, column, label)
  if rows:column(column).type ~= "number" then
    core.fail("D211", ("cascade: column '%s' holds labels, not counts"):format(column))
  end
  return { rows = rows, column = column, label = label or rows:column(column).title or column,
    unit = rows:column(column).unit,
    timing = rows:column(column).timing }
end

-- The people before the first stage, as a stage of their own: a column beside it, or another table.
local function people_of(first, given)
  if type(given.population) == "string" then
    groups.check_population(given.what, first.rows, given.population, given.by)
    return stage_of(first.rows, given.population)
  end
  local people = stage_of(given.population, rates.population_column(given.what, given.population))
  given.population:column(given.group) -- an error that lists the columns, if there is none of this name
  people.by, people.complete = lists.shared(given.by, given.population:columns()), true
  groups.check_population(given.what, given.population, people.column, people.by)
  return people
end

local function check_labels(list)
  local seen = {}
  for _, stage in ipairs(list) do
    if seen[stage.label] then
      core.fail("A104", ("cascade: two stages are called '%s'"):format(stage.label), "give each a title of its own")
    end
    seen[stage.label] = true
  end
end

-- The columns and labels of the stages are those of the table that was given, which errors list.
function stages.check(t, given)
  if given.stage then
    t:column(given.count)
    t:where { [given.stage] = lists.of(given.stages) }
    return
  end
  for _, name in ipairs(lists.of(given.stages)) do t:column(name) end
end

-- The stages in order; the population, if there is one, is stage 0.
function stages.list(t, given)
  local out = {}
  for i, name in ipairs(lists.of(given.stages)) do
    out[i] = given.stage and stage_of(t:where { [given.stage] = name }, given.count, name) or stage_of(t, name)
  end
  check_labels(out)
  if #out < (given.population and 1 or 2) then
    core.fail("A104", "cascade needs two stages, or one and a population", "name them in order: stages = {...}")
  end
  if given.population then out[0] = people_of(out[1], given) end
  return out
end

-- Of how many there are as at a date nobody knows how many came during the period, nor the other way
-- round.
local function check_timing(list)
  local first
  for _, stage in ipairs(list) do
    first = first or stage.timing and stage
    if first and stage.timing and stage.timing ~= first.timing then
      core.fail("D217", ("cascade: '%s' counts a %s and '%s' a %s: one is as at a date, the other during a period")
        :format(first.label, first.timing, stage.label, stage.timing), "count every stage during the same period")
    end
  end
end

-- The unit that all stages count, if any says one. Children are no part of episodes, nor the other way
-- round: those are refused.
function stages.unit(list)
  check_timing(list)
  local first
  for i = list[0] and 0 or 1, #list do
    local stage = list[i]
    first = first or stage.unit and stage
    if first and stage.unit and stage.unit ~= first.unit then
      core.fail("D217", ("cascade: '%s' counts %s and '%s' counts %s, so neither is a part of the other"):format(
        first.label, first.unit, stage.label, stage.unit), "count the same thing at every stage; if it is the same "
        .. "under two names, say so: t:derive(name, t[name], {unit = \"...\"})")
    end
  end
  return first and first.unit
end

-- Adds to a stage, for each row of 'rows' (series and groups), its events and, where some group is not
-- known, how many events of the series that concerns. A count that has no row is not 0; but a table of
-- populations without people of unknown group has none.
function stages.count(stage, rows, labels, given)
  local by, optional = stage.by or given.by, { optional = not stage.complete }
  local events = core.sum(stage.rows, by, { stage.column })
  local function of(wanted) return groups.rows_of(events, given.group, wanted) end
  local known = rows:join(groups.pick(of(labels.known), by, { [stage.column] = "events" }), by, optional)
  stage.events = known:column "events" * 1 -- the counts, without what their table says of them
  local lost = of(labels.lost)
  if stage.complete and #lost == 0 then
    stage.unknown = core.column(lists.filled(#rows, 0))
  elseif #labels.lost > 0 then
    local keys = lists.without(by, given.group)
    local unknown = groups.pick(core.sum(lost, keys, { stage.column }), keys, { [stage.column] = "unknown" })
    stage.unknown = rows:join(unknown, keys, optional):column "unknown" * 1
  end
end

return stages
