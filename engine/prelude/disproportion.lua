-- foi.disproportionality: one group against another, with every number that a reader needs to judge
-- it: rate, ratio with exact limits, index, excess, and what the unknown groups could change.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local groups = core.module "groups"
local unknown_events = core.module "unknown"

local known_arguments = { "count", "group", "population", "reference", "per", "unknown", "unknown_labels",
  "conf_level", "people", "method" }

-- The columns to add up: the events, and the population where it is a column of the same table.
local function counted(t, given)
  if type(given.population) ~= "string" then return { given.count } end
  groups.check_population(t, given)
  return { given.count, given.population }
end

-- Events by key and known group, and the events of each key whose group is not known (or nil).
local function split_unknown(t, given)
  local events = core.sum(t, lists.joined(given.keys, { given.group }), counted(t, given))
  local known, lost = groups.sort_labels(events, given)
  local unknown = #lost > 0 and core.sum(events:where { [given.group] = lost }, given.keys, { given.count }) or nil
  return events:where { [given.group] = known }, unknown
end

-- Everything that each row is compared with, as columns beside it: the reference group's events and
-- population, the totals of all known groups, the events of unknown group. One row a key and group.
local function with_comparison(known, unknown, given)
  local count, population = given.count, given.population_name
  local reference = groups.pick(known:where { [given.group] = given.reference }, given.keys,
    { [count] = "reference_count", [population] = "reference_population" })
  local total = groups.pick(core.sum(known, given.keys, { count, population }), given.keys,
    { [count] = "total_count", [population] = "total_population" })
  local all = known:join(reference, given.keys):join(total, given.keys)
  if unknown then
    all = all:join(groups.pick(unknown, given.keys, { [count] = "unknown_count" }), given.keys, { optional = true })
  end
  return all
end

local function add_rate(t, all, given)
  local answer = names.measure(rates.default.rate) {
    count = all:column(given.count), exposure = all:column(given.population_name),
    conf_level = given.conf_level }
  return rates.add(t, rates.columns(answer, "rate", {
    title = "Rate", unit = rates.per_unit(given.per, given.people), measure = rates.default.rate,
    denominator = given.population_title, per = given.per, decimals = 1,
    range = rates.range("bounds.rate", { count = all:column(given.count),
      exposure = all:column(given.population_name) }) }, given.conf_level))
end

-- Arguments of the measures that set a group against the reference group.
local function pair(all, given)
  return { count1 = all:column(given.count), exposure1 = all:column(given.population_name),
    count0 = all:column "reference_count", exposure0 = all:column "reference_population" }
end

-- The range of a measure of two groups where a count is hidden; nil when none is.
local function pair_range(name, all, given, known)
  local arguments = pair(all, given)
  known.exposure1, known.exposure0 = arguments.exposure1, arguments.exposure0
  return rates.range(name, { count1 = arguments.count1, count0 = arguments.count0 }, known)
end

local function add_ratio(t, all, given)
  local arguments = pair(all, given)
  arguments.conf_level = given.conf_level
  local answer = names.measure(given.method)(arguments)
  local columns = rates.columns(answer, "ratio", {
    title = "Rate ratio", measure = given.method, comparator = given.reference,
    denominator = given.population_title, decimals = 3,
    range = pair_range("bounds.rateratio", all, given, {}), without = given.is_reference }, given.conf_level)
  columns[2], columns[3] = groups.mark_reference(columns[2], given), groups.mark_reference(columns[3], given)
  return rates.add(t, columns, answer)
end

-- The range of the index where a count is hidden; nil when none is. The ends of a total are the sums
-- of the ends, so the others' are the total's less the group's.
local function index_range(all, given)
  local group, total = all:column(given.count), all:column "total_count"
  local group_low, group_high = core.ends(group)
  local total_low, total_high = core.ends(total)
  local others = core.bounded(total - group, total_low - group_low, total_high - group_high)
  return rates.range("bounds.index", { count = group, others = others }, {
    population_group = all:column(given.population_name), population_total = all:column "total_population" })
end

-- Share of the events over share of the population, among the groups that are known.
local function add_index(t, all, given)
  local answer = core.stats.disproportion.index {
    count_group = all:column(given.count), count_total = all:column "total_count",
    population_group = all:column(given.population_name), population_total = all:column "total_population" }
  local estimate = rates.bounded(answer:column "estimate", index_range(all, given))
  return t:derive("index", core.field(estimate, {
    name = "index", title = "Disproportionality index", measure = "disproportion.index",
    comparator = "all known groups together", denominator = given.population_title, decimals = 3 }))
end

-- The excess of a group without events is known, and has no limits.
local function note_no_limits(t, excess, limit)
  for i = 1, #excess do
    if excess:mark(i) == "ok" and limit:mark(i) == "undefined" then
      return t:note("The excess of a group without events has no limits: they carry over those of the ratio, "
        .. "which is 0.")
    end
  end
  return t
end

local function add_excess(t, all, given)
  local arguments = pair(all, given)
  arguments.conf_level = given.conf_level
  local answer = core.stats.disproportion.excess_count(arguments)
  local columns = rates.columns(answer, "excess", {
    title = "Excess", unit = "events", measure = "disproportion.excess_count", comparator = given.reference,
    denominator = given.population_title, decimals = 0 }, given.conf_level)
  local plain = arguments.count1 - arguments.count0 * arguments.exposure1 / arguments.exposure0 -- bounds follow
  columns[1] = core.bounded(columns[1], core.ends(plain))
  for i = 1, 3 do columns[i] = groups.mark_reference(columns[i], given) end
  return note_no_limits(rates.add(t, columns), columns[1], columns[2])
end

-- The lowest and highest ratio whatever the unknowns are, and whatever hidden counts are where there
-- are some. Returns the measure's name and its answer.
local function unknown_range(all, given)
  local most = select(2, core.ends(all:column "unknown_count"))
  local name = "bounds.rateratio"
  local range = pair_range(name, all, given, { unknown = most })
  if range then return name, range end
  name = "disproportion.unknown_bounds"
  local arguments = pair(all, given)
  arguments.unknown = most
  return name, names.measure(name)(arguments)
end

local function add_bounds(t, all, given)
  local measure, answer = unknown_range(all, given)
  local titles = { lower = "Lowest ratio whatever the unknowns are", upper = "Highest ratio whatever the unknowns are" }
  for _, side in ipairs { "lower", "upper" } do
    local column = core.field(answer:column(side), {
      name = "unknown_" .. side, title = titles[side], measure = measure,
      comparator = given.reference, denominator = given.population_title, decimals = 3, conf_level = 0 })
    t = t:derive(column.name, groups.mark_reference(column, given))
  end
  return t
end

-- Groups with people and without a row of events: whether they had none is not known.
local function note_absent(t, source, given)
  if type(given.population) ~= "userdata" then return t end
  local function labels(of) return core.count(of, { given.group }):column(given.group) end
  local people, events, absent = labels(given.population), labels(source), {}
  for i = 1, #people do
    local found = people[i] == nil or people[i] == given.population:column(given.group).totals
    for k = 1, #events do found = found or events[k] == people[i] end
    if not found then absent[#absent + 1] = people[i] end
  end
  if #absent == 0 then return t end
  return t:note(("There are people and no row of events for %s; they are in no rate and not in the index."):format(
    table.concat(absent, ", ")))
end

local function check(t, given)
  names.check("disproportionality", given, known_arguments)
  local out = { what = "disproportionality" }
  for name, value in next, given do out[name] = value end
  for _, name in ipairs { "count", "group", "reference" } do
    names.need("disproportionality", given, name, "string")
  end
  out.per, out.conf_level = given.per or 10000, given.conf_level or 0.95
  out.method = given.method or rates.default.ratio
  out.unknown = given.unknown or "bounds"
  if out.unknown ~= "bounds" and out.unknown ~= "drop" then
    core.fail("A104", ("disproportionality: 'unknown' must be \"bounds\" or \"drop\", got \"%s\""):format(
      tostring(out.unknown)))
  end
  t:column(given.count)
  return out
end

-- A table without keys gets one that is the same in every row, so that there is one way for all.
local everything = "everything"

-- t:disproportionality{count, group, population, reference, per, unknown = "bounds" | "drop",
-- method = "rateratio.ci.exact_conditional"}, or
-- t:by("area", "year"):disproportionality{...} for each area and year by itself: one row for each
-- known group, in the order of the groups, with the columns rate, rate_lower, rate_upper, ratio,
-- ratio_lower, ratio_upper, index, excess, excess_lower, excess_upper and, when some events have no
-- known group, unknown_lower and unknown_upper.
return function(t, options, keys)
  local given = check(t, options)
  given.own_keys = lists.without(keys or {}, given.group)
  local alone = #given.own_keys == 0
  given.keys = alone and { everything } or given.own_keys
  local source = alone and t:derive(everything, "all") or t
  local known, unknown = split_unknown(source, given)
  local joined, population = rates.population_beside(given.what, known, given,
    lists.joined(given.own_keys, { given.group }), given.group)
  groups.check_reference(joined, given)
  given.population_name = population
  given.population_title = joined:column(population).title or population
  local all = with_comparison(joined, unknown, given)
  given.is_reference = groups.is_reference(all, given)
  local result = all:select(lists.joined(given.own_keys, { given.group, given.count, population }))
  result = add_rate(result, all, given)
  result = add_ratio(result, all, given)
  result = add_index(result, all, given)
  result = add_excess(result, all, given)
  if unknown and given.unknown == "bounds" then result = add_bounds(result, all, given) end
  result = note_absent(result, source, given)
  if not unknown then return result end
  return result:note(unknown_events.note(unknown, given.count)
    .. (given.unknown == "bounds" and (" The lowest and highest ratio put all of them into %s or all into the group.")
      :format(given.reference) or ""))
end
