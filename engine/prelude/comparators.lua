-- t:comparators: each group by every comparator that is in use, with the question that they are asked
-- for: does it lie on one side of 1 whatever it is compared with?
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local groups = core.module "groups"
local series = core.module "series"
local comparison = core.module "comparison"
local elsewhere = core.module "elsewhere"
local minimum = core.module "minimum"
local unknown = core.module "unknown"
local weighted = core.module "weighted"
local direction = core.module "direction"

local to_group, to_others = "disproportion.ratio_to_group", "disproportion.ratio_to_others"
local to_total = "disproportion.ratio_to_total"

local function size(all, count, exposure) return { count = all:column(count), exposure = all:column(exposure) } end

-- Everybody but the group, out of a total.
local function others(all, total_count, total_exposure, count, exposure)
  return { count = comparison.less(all:column(total_count), all:column(count)),
    exposure = all:column(total_exposure) - all:column(exposure) }
end

-- The least number of events of all groups together, and of all but the group, as lists: those of a sum
-- with a hidden part are at least those of the other parts.
local function least_events(all, given)
  local total, rest, count = {}, {}, all:column(given.count)
  for _, each in ipairs(series.rows(given.what, all, given.keys)) do
    local sum = 0
    for _, i in ipairs(each.rows) do sum = sum + (rates.count_between(count, i) or 0) end
    for _, i in ipairs(each.rows) do total[i], rest[i] = sum, sum - (rates.count_between(count, i) or 0) end
  end
  return total, rest
end

-- What the group is compared with, and what stands in for it where it is too small.
local function comparators_of(all, given, there)
  local reference, count, people = given.reference, given.count, given.population_name
  local list = {
    { name = "ratio", to = reference, measure = to_group, here = size(all, "reference_count", "reference_population"),
      there = there and size(all, "elsewhere_reference_count", "elsewhere_reference_population"),
      without = given.is_reference },
    { name = "to_others", to = "all other groups", measure = to_others,
      here = others(all, "total_count", "total_population", count, people) },
    { name = "to_total", to = "all known groups together", measure = to_total,
      here = size(all, "total_count", "total_population") },
  }
  list[3].here.least, list[2].here.least = least_events(all, given)
  if there then
    local far = others(all, "elsewhere_total_count", "elsewhere_total_population", "elsewhere_count",
      "elsewhere_population")
    list[2].there = far
    list[4] = { name = "alternate", to = "all other groups " .. there.place, measure = to_group, here = far }
  end
  return list
end

-- The comparator in words, with the place that stands in for it under minimum sizes.
local function to_in_words(each, given)
  if not (given.sizes and each.there) then return each.to end
  return ("%s, %s where the status is alternate"):format(each.to, given.place)
end

-- The arguments of the comparator's measure: two counts, or a count and the total it is part of.
local function arguments(each, count, exposure, base)
  if each.measure == to_group then
    return { count1 = count, exposure1 = exposure, count0 = base.count, exposure0 = base.exposure }
  end
  local total = base
  if each.measure == to_others then total = { count = count + base.count, exposure = exposure + base.exposure } end
  return { count_group = count, count_total = total.count, population_group = exposure,
    population_total = total.exposure }
end

local function range_of(each, all, given, count, exposure, base)
  if each.measure == to_total then return comparison.index_range(all, given) end
  return comparison.range("bounds.rateratio", { count1 = count, exposure1 = exposure, count0 = base.count,
    exposure0 = base.exposure })
end

-- The group's count and what it is compared with, by the minimum sizes where there are some.
local function sized(each, given, group)
  if not given.sizes then return group.count, each.here end
  local choice = minimum.choose(given.sizes, group, each.here, each.there, each.without)
  each.status, each.left_out = choice.status, choice.left_out
  return choice.count, { count = choice.count0, exposure = choice.exposure0 }
end

local function add_status(t, each)
  if not each.status then return t end
  local name = each.name .. "_status"
  return t:derive(name, minimum.column(name, "Status: to " .. each.to, each.status))
end

-- t with the ratio of one comparator, its limits and, with minimum sizes, its status.
local function add_comparator(t, all, given, each)
  local count, base = sized(each, given, size(all, given.count, given.population_name))
  local exposure = all:column(given.population_name)
  local asked = arguments(each, count, exposure, base)
  asked.conf_level = given.conf_level
  local answer = names.measure(each.measure)(asked)
  local columns = rates.columns(answer, each.name, { title = "Rate ratio to " .. each.to, measure = each.measure,
    comparator = to_in_words(each, given), denominator = given.population_title, decimals = 3,
    range = range_of(each, all, given, count, exposure, base), without = each.without }, given.conf_level)
  if each.without then
    for i = 2, 3 do columns[i] = groups.mark_reference(columns[i], given) end
  end
  return rates.add(add_status(t, each), columns, answer)
end

-- Share over share: the ratio to all groups together under the name it has as an index.
local function add_index(t, all, given, total)
  local index = comparison.index(all, given)
  return t:derive("index", total.left_out and core.mark(index, total.left_out, "undefined") or index)
end

local function add_weighted(t, all, given, there)
  local each = { name = "weighted", to = "all other groups, weighted", here = others(all, "total_count",
    "total_population", given.count, given.population_name) }
  each.here.least = select(2, least_events(all, given))
  sized(each, given, size(all, given.count, given.population_name))
  local found, reasons = weighted.column(all, given)
  if each.left_out then found = core.mark(found, each.left_out, "undefined") end
  t = add_status(t, each):derive("weighted", core.field(found, { name = "weighted", title = "Weighted risk ratio",
    measure = weighted.measure, comparator = "all other groups, mixed as " .. there.place,
    denominator = given.population_title, decimals = 3 }))
  for _, reason in ipairs(reasons) do t = t:note("No weighted ratio: " .. reason .. ".") end
  return t, each.status
end

-- t with the column direction: of the ratio to the group itself nothing is said, and the ratio to all
-- groups together is the index.
local function add_direction(t, given)
  local names_of, columns, out = { "ratio", "index", "to_others", "alternate", "weighted" }, {}, {}
  for k = 1, given.place and 5 or 3 do columns[k] = t:column(names_of[k]) end
  for i = 1, #t do
    local counted, first = {}, given.is_reference[i] and 2 or 1
    for k = first, #columns do
      local side = direction.side(columns[k], i)
      counted[side] = (counted[side] or 0) + 1
    end
    out[i] = direction.in_words(counted, #columns + 1 - first)
  end
  return t:derive("direction", core.field(core.column(out), { name = "direction", title = "Direction" }))
end

-- Groups that are elsewhere and not here.
local function note_more(t, all, given, there)
  local here, more = lists.set(core.list(all:column(given.group))), {}
  local are_there = lists.set(core.list(there.table:column(given.group)))
  for _, label in ipairs(there.table:column(given.group):labels()) do
    if are_there[label] and not here[label] then more[#more + 1] = label end
  end
  if #more == 0 then return t end
  return t:note(("%s: only %s, where it is among all other groups; it has no weight here."):format(
    table.concat(more, ", "), there.place))
end

local function add_notes(result, t, all, lost, given, there, statuses)
  result = result:note("Direction says on which side of 1 the index and the ratios lie, not whether their limits "
    .. "leave out 1. The ratio to all groups together is the index, and counts once.")
  if given.sizes then result = minimum.note(result, given.sizes, statuses, given.place) end
  if there then result = note_more(elsewhere.note_shared(result, there, given), all, given, there) end
  result = groups.note_absent(result, t, given, "they are in no rate and not in the index")
  return lost and result:note(unknown.note(lost, given.count)) or result
end

-- t:comparators{count, group, population, reference, elsewhere = {England = t}, minimum = {cell = 10, n
-- = 30}}, or t:by("area", "year"):comparators{...}: one row for each known group with its ratios to the
-- named group (ratio), to all others, to all groups together, the index and, with another place, the
-- ratio to all others there (alternate) and the weighted risk ratio; and the direction of all of them.
return function(t, options, keys)
  local given = comparison.check("comparators", t, options, keys)
  given.sizes = minimum.read(given)
  local all, lost = comparison.beside(t, given)
  local there = elsewhere.read(all, given, "elsewhere")
  if there then
    given.place = there.place
    all = elsewhere.groups(elsewhere.reference(all, there, given), there, given)
  end
  local result, statuses = comparison.start(all, given), {}
  for _, each in ipairs(comparators_of(all, given, there)) do
    result = add_comparator(result, all, given, each)
    if each.measure == to_total then result = add_index(result, all, given, each) end
    statuses[#statuses + 1] = each.status
  end
  if there then
    result, statuses[#statuses + 1] = add_weighted(result, all, given, there)
  end
  return add_notes(add_direction(result, given), t, all, lost, given, there, statuses)
end
