-- Groups beside what they are compared with: one row for each key and known group, and beside it the
-- events and people of the reference group and of all known groups, and the events of unknown group.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local groups = core.module "groups"
local rates = core.module "rates"

local comparison = {}

-- A table without keys gets one that is the same in every row, so that there is one way for all.
local everything = "everything"

-- The reference group has no default: whom the others are compared with changes every ratio.
local function need_reference(what, t, options)
  if options.reference == nil then
    core.fail("A102", ("%s needs 'reference'"):format(what), "choose the group that the others are compared with: "
      .. table.concat(t:column(options.group):labels(), ", "))
  end
  names.need(what, options, "reference")
end

-- The arguments of a front door that compares groups, checked; 'keys' are the columns of t:by(...).
function comparison.check(what, t, options, keys)
  names.check(what, options)
  local given = { what = what }
  for name, value in next, options do given[name] = value end
  for _, name in ipairs { "count", "group" } do names.need(what, options, name) end
  need_reference(what, t, options)
  given.per, given.conf_level = given.per or 10000, given.conf_level or 0.95
  given.own_keys = lists.without(keys or {}, given.group)
  given.keys = #given.own_keys > 0 and given.own_keys or { everything }
  given.comparator, given.compared = given.reference, given.count
  names.events(what, t, given.count)
  return given
end

-- The columns to add up: the events, and the population where it is a column of the same table.
local function counted(t, given)
  if type(given.population) ~= "string" then return { given.count } end
  groups.check_population(given.what, t, given.population, lists.joined(given.keys, { given.group }))
  return { given.count, given.population }
end

-- Events by key and known group, and the events of each key whose group is not known (or nil).
local function split_unknown(t, given)
  local events = core.sum(t, lists.joined(given.keys, { given.group }), counted(t, given))
  local known, lost = groups.sort_labels(events, given)
  local unknown = #lost > 0 and core.sum(events:where { [given.group] = lost }, given.keys, { given.count }) or nil
  return events:where { [given.group] = known }, unknown
end

local function with_comparators(known, unknown, given)
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

-- Events and people by key and known group, and the unknown events by key (or nil).
function comparison.known(t, given)
  local known, unknown = split_unknown(t, given)
  local joined, population = rates.population_beside(given.what, known, given,
    lists.joined(given.own_keys, { given.group }), given.group)
  groups.check_reference(joined, given)
  given.population_name, given.population_title = population, joined:column(population).title or population
  return joined, unknown
end

-- The same with what they are compared with beside them.
function comparison.beside(t, given)
  local known, unknown = comparison.known(#given.own_keys > 0 and t or t:derive(everything, "all"), given)
  local all = with_comparators(known, unknown, given)
  given.is_reference = groups.is_reference(all, given)
  return all, unknown
end

-- The columns that a result begins with.
function comparison.start(all, given)
  return all:select(lists.joined(given.own_keys, { given.group, given.count, given.population_name }))
end

-- Arguments of the measures that set a group against the reference group.
function comparison.pair(all, given)
  return { count1 = all:column(given.compared), exposure1 = all:column(given.population_name),
    count0 = all:column "reference_count", exposure0 = all:column "reference_population" }
end

-- The range of a measure of two groups where a count is hidden; nil when none is.
function comparison.range(name, pair, known)
  known = known or {}
  known.exposure1, known.exposure0 = pair.exposure1, pair.exposure0
  return rates.range(name, { count1 = pair.count1, count0 = pair.count0 }, known)
end

-- A total less a part of it. The ends of a total are the sums of the ends of its parts.
function comparison.less(total, part)
  local total_low, total_high = core.ends(total)
  local part_low, part_high = core.ends(part)
  return core.bounded(total - part, total_low - part_low, total_high - part_high)
end

-- The range of the index where a count is hidden; nil when none is.
function comparison.index_range(all, given)
  local count, total = all:column(given.count), all:column "total_count"
  return rates.range("bounds.index", { count = count, others = comparison.less(total, count) }, {
    population_group = all:column(given.population_name), population_total = all:column "total_population" })
end

-- Share of the events over share of the population, among the groups that are known.
function comparison.index(all, given)
  local answer = core.stats.disproportion.index {
    count_group = all:column(given.count), count_total = all:column "total_count",
    population_group = all:column(given.population_name), population_total = all:column "total_population" }
  return core.field(rates.bounded(answer:column "estimate", comparison.index_range(all, given)), {
    name = "index", title = "Disproportionality index", measure = "disproportion.index",
    comparator = "all known groups together", denominator = given.population_title, decimals = 3 })
end

return comparison
