-- foi.disproportionality: one group against another, with every number that a reader needs to judge
-- it: rate, ratio with exact limits, index, excess, and what the unknown groups could change.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local groups = core.module "groups"
local comparison = core.module "comparison"
local unknown = core.module "unknown"

local known_arguments = { "count", "group", "population", "reference", "per", "unknown", "unknown_labels",
  "conf_level", "people", "method" }

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

local function add_ratio(t, all, given)
  local pair = comparison.pair(all, given)
  local range = comparison.range("bounds.rateratio", pair)
  pair.conf_level = given.conf_level
  local answer = names.measure(given.method)(pair)
  local columns = rates.columns(answer, "ratio", {
    title = "Rate ratio", measure = given.method, comparator = given.reference,
    denominator = given.population_title, decimals = 3, range = range, without = given.is_reference }, given.conf_level)
  columns[2], columns[3] = groups.mark_reference(columns[2], given), groups.mark_reference(columns[3], given)
  return rates.add(t, columns, answer)
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
  local pair = comparison.pair(all, given)
  local plain = pair.count1 - pair.count0 * pair.exposure1 / pair.exposure0 -- bounds follow
  pair.conf_level = given.conf_level
  local columns = rates.columns(core.stats.disproportion.excess_count(pair), "excess", {
    title = "Excess", unit = "events", measure = "disproportion.excess_count", comparator = given.reference,
    denominator = given.population_title, decimals = 0 }, given.conf_level)
  columns[1] = core.bounded(columns[1], core.ends(plain))
  for i = 1, 3 do columns[i] = groups.mark_reference(columns[i], given) end
  return note_no_limits(rates.add(t, columns), columns[1], columns[2])
end

local function note_unknown(t, lost, given)
  local text = unknown.note(lost, given.count)
  if given.unknown == "bounds" then
    text = text .. (" The lowest and highest ratio put all of them into %s or all into the group."):format(
      given.reference)
  end
  return t:note(text)
end

local function check(t, options, keys)
  local given = comparison.check("disproportionality", t, options, known_arguments, keys)
  given.method = given.method or rates.default.ratio
  given.unknown = given.unknown or "bounds"
  if given.unknown ~= "bounds" and given.unknown ~= "drop" then
    core.fail("A104", ("disproportionality: 'unknown' must be \"bounds\" or \"drop\", got \"%s\""):format(
      tostring(given.unknown)))
  end
  return given
end

-- t:disproportionality{count, group, population, reference, per, unknown = "bounds" | "drop",
-- method = "rateratio.ci.exact_conditional"}, or
-- t:by("area", "year"):disproportionality{...} for each area and year by itself: one row for each
-- known group, in the order of the groups, with the columns rate, rate_lower, rate_upper, ratio,
-- ratio_lower, ratio_upper, index, excess, excess_lower, excess_upper and, when some events have no
-- known group, unknown_lower and unknown_upper.
return function(t, options, keys)
  local given = check(t, options, keys)
  local all, lost = comparison.beside(t, given)
  local result = comparison.start(all, given)
  result = add_rate(result, all, given)
  result = add_ratio(result, all, given)
  result = result:derive("index", comparison.index(all, given))
  result = add_excess(result, all, given)
  if lost and given.unknown == "bounds" then result = unknown.add_bounds(result, all, given) end
  result = groups.note_absent(result, t, given, "they are in no rate and not in the index")
  return lost and note_unknown(result, lost, given) or result
end
