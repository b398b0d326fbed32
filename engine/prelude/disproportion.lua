-- foi.disproportionality: one group against another, with every number that a reader needs to judge
-- it: rate, ratio with exact limits, index, excess, and what the unknown groups could change.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local groups = core.module "groups"
local comparison = core.module "comparison"
local elsewhere = core.module "elsewhere"
local minimum = core.module "minimum"
local unknown = core.module "unknown"
local tests = core.module "tests"


-- The column 'name' and its limits from an answer of the measure of rates.
local function add_rate(t, given, answer, name, title, range)
  return rates.add(t, rates.columns(answer, name, { title = title, measure = rates.default.rate,
    unit = rates.per_unit(given.per, given.people), denominator = given.population_title, per = given.per,
    decimals = 1, range = range }, given.conf_level))
end

local function add_rates(t, all, given)
  local arguments = { count = all:column(given.count), exposure = all:column(given.population_name) }
  local range = rates.range("bounds.rate", arguments)
  arguments.conf_level = given.conf_level
  local answer = names.measure(rates.default.rate)(arguments)
  if given.convention == "proportional" then
    local scaled = unknown.proportional_rate(answer, all, given)
    return rates.add(add_rate(t, given, scaled, "rate", unknown.title("Rate", "proportional")), {}, scaled)
  elseif given.convention ~= "side_by_side" then
    return add_rate(t, given, answer, "rate", "Rate", range)
  end
  t = add_rate(t, given, answer, "rate", unknown.title("Rate", "left_out"), range)
  t = add_rate(t, given, unknown.proportional_rate(answer, all, given), "rate_proportional",
    unknown.title("Rate", "proportional"))
  return unknown.add_rates(t, all, given)
end

-- The column 'name' and its limits from an answer of the method of ratios.
local function add_ratio(t, given, answer, name, title, range)
  local columns = rates.columns(answer, name, { title = title, measure = given.method, comparator = given.comparator,
    denominator = given.population_title, decimals = 3, range = range, without = given.is_reference }, given.conf_level)
  columns[2], columns[3] = groups.mark_reference(columns[2], given), groups.mark_reference(columns[3], given)
  return rates.add(t, columns)
end

local function add_ratios(t, all, given)
  local pair = comparison.pair(all, given)
  local range = comparison.range("bounds.rateratio", pair)
  pair.conf_level = given.conf_level
  local answer = names.measure(given.method)(pair)
  if given.convention == "side_by_side" then
    t = add_ratio(t, given, answer, "ratio", unknown.title("Rate ratio", "left_out"), range)
    t = add_ratio(t, given, answer, "ratio_proportional", unknown.title("Rate ratio", "proportional"), range)
    t = unknown.add_ratio(t, all, given)
  else
    t = add_ratio(t, given, answer, "ratio", "Rate ratio", range)
  end
  return rates.add(t, {}, answer)
end

-- The excess of a group without events is known, and has no limits.
local function note_no_limits(t, excess, limit)
  if not limit:marks().undefined then return t end
  for i = 1, #excess do
    if excess:mark(i) == "ok" and limit:mark(i) == "undefined" then
      return t:note("The excess of a group without events has no limits: they carry over those of the ratio, "
        .. "which is 0.")
    end
  end
  return t
end

local function add_excess(t, all, given)
  local pair, title = comparison.pair(all, given), "Excess"
  local plain = pair.count1 - pair.count0 * pair.exposure1 / pair.exposure0 -- bounds follow
  pair.conf_level = given.conf_level
  local answer = core.stats.disproportion.excess_count(pair)
  local estimate = core.bounded(answer:column "estimate", core.ends(plain))
  if given.convention == "proportional" then
    answer, title = unknown.proportional_excess(answer, all, estimate), unknown.title(title, "proportional")
  else
    answer = answer:derive("estimate", estimate)
  end
  local columns = rates.columns(answer, "excess", { title = title, unit = "events",
    measure = "disproportion.excess_count", comparator = given.comparator, denominator = given.population_title,
    decimals = 0 }, given.conf_level)
  for i = 1, 3 do columns[i] = groups.mark_reference(columns[i], given) end
  return note_no_limits(rates.add(t, columns), columns[1], columns[2])
end

local function add_tests(t, all, given)
  local pair = comparison.pair(all, given)
  pair.count1 = groups.mark_reference(pair.count1, given)
  return tests.add(t, pair, { comparator = given.comparator, denominator = given.population_title }, given.adjust)
end

-- all with the comparison group of another place where the one here is too small, and without
-- comparison where there is none.
local function with_minimum(all, given)
  local there = elsewhere.read(all, given, "fallback")
  if there then
    all = elsewhere.reference(all, there, given)
    given.comparator = ("%s, %s where the status is alternate"):format(given.reference, there.place)
  end
  local choice = minimum.choose(given.sizes,
    { count = all:column(given.count), exposure = all:column(given.population_name) },
    { count = all:column "reference_count", exposure = all:column "reference_population" },
    there and { count = all:column "elsewhere_reference_count",
      exposure = all:column "elsewhere_reference_population" },
    given.is_reference)
  given.status, given.there, given.compared = choice.status, there, "compared_count"
  given.is_here = {}
  for i = 1, #all do given.is_here[i] = choice.stands_in[i] and 0 or 1 end
  return all:derive("compared_count", choice.count):derive("reference_count", choice.count0)
    :derive("reference_population", choice.exposure0)
end

local function check_minimum(given)
  given.sizes = minimum.read(given)
  if given.fallback == nil then return end
  if given.sizes == nil then
    core.fail("A102", "disproportionality needs 'minimum': 'fallback' stands in for what is too small",
      "minimum = {cell = 10, n = 30} are the sizes of 34 CFR 300.647")
  end
  if given.unknown == "proportional" or given.unknown == "side_by_side" then
    core.fail("A104", ("disproportionality: unknown = \"%s\" shares out the unknown of this table, not those of "
      .. "'fallback'"):format(given.unknown), "take unknown = \"bounds\" or \"drop\"")
  end
end

local function check(t, options, keys)
  local what = "disproportionality"
  local given = comparison.check(what, t, options, keys)
  given.method, given.unknown = given.method or rates.default.ratio, given.unknown or "bounds"
  if given.adjust ~= nil and given.test == false then
    core.fail("A104", what .. ": 'adjust' is for the p-values that test = false leaves out")
  end
  given.test = given.test or given.adjust ~= nil
  given.adjust = tests.method(what, given.adjust)
  check_minimum(given)
  return given
end

-- The notes on groups without events, on those that are too small and on the unknown ones.
local function note_groups(result, t, lost, given)
  local there = given.there
  if given.sizes then result = minimum.note(result, given.sizes, { given.status }, there and there.place) end
  if there then result = elsewhere.note_shared(result, there, given) end
  result = groups.note_absent(result, t, given, "they are in no rate and not in the index")
  return lost and result:note(unknown.note(lost, given.count, given.unknown, given.reference)) or result
end

-- t:disproportionality{count, group, population, reference, per, unknown = "bounds" | "drop" |
-- "proportional" | "side_by_side", minimum = {cell = 10, n = 30}, fallback = {England = t}, test =
-- true, adjust = "holm", method = "rateratio.ci.exact_conditional"}, or
-- t:by("area", "year"):disproportionality{...} for each area and year by itself: one row for each
-- known group, in the order of the groups, with the columns rate, ratio, index and excess, with
-- _lower and _upper where they have limits; when some events have no known group, unknown_lower and
-- unknown_upper, or other columns by convention; status with minimum sizes; p_value and p_adjusted.
return function(t, options, keys)
  local given = check(t, options, keys)
  local all, lost = comparison.beside(t, given)
  given.convention = lost and given.unknown or "drop"
  if given.sizes then all = with_minimum(all, given) end
  local result = add_rates(comparison.start(all, given), all, given)
  if given.sizes then result = result:derive("status", minimum.column("status", "Status", given.status)) end
  result = add_ratios(result, all, given)
  if given.test then result = add_tests(result, all, given) end
  result = result:derive("index", comparison.index(all, given))
  result = add_excess(result, all, given)
  if given.convention == "bounds" or given.convention == "side_by_side" then
    result = unknown.add_bounds(result, all, given)
  end
  return note_groups(result, t, lost, given)
end
