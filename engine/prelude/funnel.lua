-- t:funnel: places against one target. Which of them lie further from it than chance would put them,
-- and which further than places usually differ?
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local series = core.module "series"
local words = core.module "funnel_words"

local funnel = {}

-- How far places may usually lie from the target beyond chance, by the name of the method. Chance
-- alone has a score too, on the scale that is defined without events.
local spreads = {
  none = { score = "funnel.zscore_overdispersed_sqrt", scale = "square root" },
  shmi = { estimate = "funnel.overdispersion_shmi", limits = "funnel.limits_overdispersed",
    score = "funnel.zscore_overdispersed", scale = "log" },
  cqc = { estimate = "funnel.overdispersion_cqc", limits = "funnel.limits_overdispersed_sqrt",
    score = "funnel.zscore_overdispersed_sqrt", scale = "square root" },
}
local exact = "funnel.limits_exact_poisson"
local expected_by = "isr.indirect_ratio_phe" -- of one stratum: the people at the rate of the target

-- The four limits of a kind: what the measures call them, and what their columns are called.
funnel.limits = {
  { result = "lower_2s", name = "_95_lower", side = "lower", level = 0.95 },
  { result = "upper_2s", name = "_95_upper", side = "upper", level = 0.95 },
  { result = "lower_3s", name = "_998_lower", side = "lower", level = 0.998 },
  { result = "upper_3s", name = "_998_upper", side = "upper", level = 0.998 },
}

local limits = funnel.limits

-- The names of the columns of limits of a kind, "chance" or "spread".
function funnel.limit_names(kind)
  local out = {}
  for i, limit in ipairs(limits) do out[i] = kind .. limit.name end
  return out
end

local function check(t, options)
  local what = "funnel"
  names.check(what, options)
  local given = { count = names.need(what, options, "count"), population = options.population,
    group = options.group or "area", per = options.per or 10000, target = options.target or "total",
    spread = options.spread or "none", fewest = options.fewest or 5, people = options.people,
    called = options.called or "areas" }
  given.method = spreads[given.spread]
  if given.target ~= "total" and not (given.target > 0 and given.target < math.huge) then
    core.fail("A104", ("funnel: 'target' must be \"total\" or a rate above 0, got %s"):format(tostring(given.target)))
  end
  names.events(what, t, given.count)
  return given
end

-- The target as a rate of one person; nil when no place has a rate.
local function rate_at_target(t, given)
  if given.target ~= "total" then return given.target / given.per end
  local count, people, known = core.list(t:column(given.count)), core.list(t:column(given.population_name)), {}
  for i = 1, #t do
    if count[i] and (people[i] or 0) > 0 then known[#known + 1] = i end
  end
  if #known == 0 then return nil end
  local totals = core.take(t, known):sum(given.count, given.population_name):row(1)
  return totals[given.count] / totals[given.population_name]
end

-- What is the same for every row, or not defined in any (nil), as a column: a chart finds it again after
-- rows were sorted.
local function constant(value, n) return core.column(lists.filled(n, value or false)) end

local function words_of(given, title, more)
  local out = { title = title, comparator = given.comparator, denominator = given.population_title }
  for key, value in next, more do out[key] = value end
  return out
end

-- The numbers of each place before any judgement: expected events, rate and ratio. Where a count is
-- hidden both have bounds.
local function with_rates(t, given)
  local count, population = t:column(given.count), t:column(given.population_name)
  local expected = given.one and population * given.one or constant(nil, #t)
  local rate = names.measure(rates.default.rate) { count = count, exposure = population }
  local ratio = names.measure("smr.ci.exact") { observed = count, expected = expected }
  local range = rates.range("bounds.rate", { count = count, exposure = population })
  local range_of_ratio = rates.range("bounds.rate", { count = count, exposure = expected })
  t = t:derive("expected", core.field(expected, words_of(given, "Expected at the target", { measure = expected_by,
    decimals = 1 })))
  t = rates.add(t, { core.field(rates.bounded(rate:column "estimate", range) * given.per, { name = "rate",
    title = "Rate", unit = given.unit, measure = rates.default.rate, denominator = given.population_title,
    decimals = 1, conf_level = 0 }) }, rate)
  return rates.add(t, { core.field(rates.bounded(ratio:column "smr", range_of_ratio), words_of(given,
    "Ratio to the target", { name = "ratio", measure = "smr.ci.exact", decimals = 2, conf_level = 0 })) }, ratio)
end

-- Rows with too few expected events, whatever was counted.
local function small_rows(t, given)
  local out = {}
  for i, expected in ipairs(core.list(t.expected)) do out[i] = expected and expected < given.fewest end
  return out
end

-- Rows from which the usual spread is estimated: judged ones, with events where the scale is a
-- logarithm.
local function spread_rows(t, given)
  local rate, expected, count = core.list(t:column "rate"), core.list(t.expected), core.list(t:column(given.count))
  local out = {}
  for i = 1, #t do
    if rate[i] and expected[i] and expected[i] >= given.fewest and (count[i] > 0 or given.method.scale ~= "log") then
      out[#out + 1] = i
    end
  end
  return core.take(t, out)
end

local function estimate_spread(t, given)
  local rows = given.method.estimate and spread_rows(t, given) or nil
  if rows == nil then return nil end
  if #rows == 0 then return { note = "no place has figures and enough events expected" } end
  local answer = names.measure(given.method.estimate) { observed = rows:column(given.count), expected = rows.expected }
  return { tau2 = answer.tau2, phi = answer.phi, n = answer.n,
    note = answer.n == 1 and "one place alone says nothing about it" or answer.note }
end

-- The four limits of a kind around the target, in the unit of the rates.
local function with_limits(t, kind, title, method, arguments, given)
  local answer
  if arguments and (given.one or 0) > 0 then
    arguments.expected = core.mark(t.expected, given.small, "not_applicable")
    arguments.multiplier = given.one * given.per
    answer = names.measure(method)(arguments)
  end
  local columns = {}
  for i, limit in ipairs(limits) do
    columns[i] = core.field(answer and answer:column(limit.result) or constant(nil, #t), words_of(given,
      title .. ": " .. limit.side .. " limit", { name = kind .. limit.name, unit = given.unit, measure = method,
        decimals = 1, conf_level = limit.level }))
  end
  return rates.add(t, columns, answer)
end

local function with_score(t, spread, given)
  local column = constant(nil, #t)
  local answer
  if given.one and (spread == nil or spread.tau2) then
    answer = names.measure(given.method.score) { observed = t:column(given.count),
      expected = core.mark(t.expected, given.small, "not_applicable"), tau2 = spread and spread.tau2 or 0 }
    column = answer:column "z"
  end
  return rates.add(t, { core.field(column, words_of(given, "Standard deviations from the target",
    { name = "z", measure = given.method.score, decimals = 1, conf_level = 0 })) }, answer)
end

-- Where a rate lies among its limits, in words; 'limit' has a list for each of the four.
local function position(rate, limit, i)
  if not limit[1][i] then return "cannot be judged" end
  return rate > limit[4][i] and "above 99.8%" or rate < limit[3][i] and "below 99.8%"
    or rate > limit[2][i] and "above 95%" or rate < limit[1][i] and "below 95%" or "inside"
end

-- Where each rate lies among the limits of a kind, or why that cannot be said.
local function positions(t, kind, given)
  local rate, limit, out = t:column "rate", {}, {}
  for k, name in ipairs(funnel.limit_names(kind)) do limit[k] = core.list(t:column(name)) end
  for i, x in ipairs(core.list(rate)) do
    out[i] = not x and rates.mark_in_words(rate:mark(i)) or given.small[i] and "too small to judge"
      or position(x, limit, i)
  end
  return out
end

-- The columns in the order in which they are read: who, what is known, where that lies, and why.
local function in_order(t, kinds, given)
  local last = { "expected", "rate", "ratio", "position", "z" }
  for _, kind in ipairs(kinds) do
    if kind == "chance" and #kinds > 1 then last[#last + 1] = "position_by_chance" end
    last = lists.joined(last, funnel.limit_names(kind))
  end
  last = lists.joined(last, #kinds > 1 and { "target", "tau2" } or { "target" })
  local first = lists.without(t:columns(), given.group)
  for _, name in ipairs(last) do first = lists.without(first, name) end
  return t:select(lists.joined(lists.joined({ given.group }, first), last))
end

-- t with the limits of a kind and, as column 'name', where each place lies among them; second, the
-- positions as a list. Without arguments for the measure there are no limits.
local function against(t, kind, name, arguments, given)
  local chance = kind == "chance"
  t = with_limits(t, kind, chance and "Chance" or "Usual spread", chance and exact or given.method.limits, arguments,
    given)
  local list = positions(t, kind, given)
  return t:derive(name, core.field(core.column(list), { title = name == "position" and "Position"
    or "Position by chance alone" })), list
end

-- The columns that the notes are about.
local function judged_columns(spread)
  local out = lists.joined({ "expected", "ratio", "position", "z" }, funnel.limit_names "chance")
  if not spread then return out end
  return lists.joined(lists.joined(out, funnel.limit_names "spread"), { "position_by_chance", "tau2" })
end

-- t:funnel{count = "cases", population = "population" or table, group = "area", per = 10000,
-- target = "total" or a rate, spread = "none" | "shmi" | "cqc", fewest = 5}: one row for each place,
-- its label first, with the columns expected, rate, ratio, position, z, the limits of chance
-- chance_95_lower to chance_998_upper, and target, the same in every row; with a spread also
-- position_by_chance, spread_95_lower to spread_998_upper, and tau2.
function funnel.places(t, options)
  local given = check(t, options)
  series.check_unique("funnel", t, nil, { given.group })
  series.check_no_total("funnel", t, given.group)
  t, given.population_name = rates.population_beside("funnel", t, given, { given.group }, given.group)
  given.population_title = t:column(given.population_name).title or given.population_name
  given.unit = rates.per_unit(given.per, given.people)
  given.one = rate_at_target(t, given)
  given.comparator = given.target == "total" and ("all %s together"):format(given.called) or "the target"
  t = with_rates(t, given)
  given.small = small_rows(t, given)
  local spread = estimate_spread(t, given)
  local chance, wider
  t, chance = against(t, "chance", spread and "position_by_chance" or "position", {}, given)
  if spread then
    t, wider = against(t, "spread", "position", spread.tau2 and { tau2 = spread.tau2 }, given)
    t = t:derive("tau2", core.field(constant(spread.tau2, #t), { title = "Variance of the usual spread", decimals = 4,
      measure = given.method.estimate }))
  end
  t = with_score(t, spread, given)
  t = t:derive("target", core.field(constant(given.one and given.one * given.per, #t), { title = "Target",
    unit = given.unit, denominator = given.population_title, decimals = 1,
    measure = given.target == "total" and rates.default.rate or nil }))
  t = words.notes(t, given, spread, chance, wider, judged_columns(spread))
  return in_order(t, spread and { "chance", "spread" } or { "chance" }, given)
end

return funnel
