-- t:funnel: places against one target. Which of them lie further from it than chance would put them,
-- and which further than places usually differ?
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local series = core.module "series"
local answered = core.module "answered"

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
local spread_names = { "none", "shmi", "cqc" }
local exact = "funnel.limits_exact_poisson"

-- The four limits of a kind: what the measures call them, and what their columns are called.
local limits = {
  { result = "lower_2s", name = "_95_lower", side = "lower", level = 0.95 },
  { result = "upper_2s", name = "_95_upper", side = "upper", level = 0.95 },
  { result = "lower_3s", name = "_998_lower", side = "lower", level = 0.998 },
  { result = "upper_3s", name = "_998_upper", side = "upper", level = 0.998 },
}

-- The names of the columns of limits of a kind, "chance" or "spread".
function funnel.limit_names(kind)
  local out = {}
  for i, limit in ipairs(limits) do out[i] = kind .. limit.name end
  return out
end

local function check(t, options)
  local what = "funnel"
  names.check(what, options, { "count", "population", "label", "per", "target", "spread", "fewest", "people",
    "called" })
  local given = { count = names.need(what, options, "count", "string"), population = options.population,
    label = options.label or "area", per = options.per or 10000, target = options.target or "total",
    spread = options.spread or "none", fewest = options.fewest or 5, people = options.people,
    called = options.called or "areas", said = {} }
  given.method = spreads[given.spread]
  if given.method == nil then
    local near = core.nearest(tostring(given.spread), spread_names)
    core.fail("A104", ("funnel: 'spread' must be \"none\", \"shmi\" or \"cqc\", got \"%s\""):format(
      tostring(given.spread)), near and ("did you mean \"%s\"?"):format(near) or nil)
  end
  if given.target ~= "total" and not (math.type(given.target) and given.target > 0 and given.target < math.huge) then
    core.fail("A104", ("funnel: 'target' must be \"total\" or a rate above 0, got %s"):format(tostring(given.target)))
  end
  if math.type(given.fewest) == nil or given.fewest < 0 then
    core.fail("A104", ("funnel: 'fewest' must be a number, 0 or more, got %s"):format(tostring(given.fewest)))
  end
  t:column(given.count)
  return given
end

-- The target as a rate of one person; nil when no place has a rate.
local function rate_at_target(t, given)
  if given.target ~= "total" then return given.target / given.per end
  local known = t:where(function(row) return row[given.count] ~= nil and (row[given.population_name] or 0) > 0 end)
  if #known == 0 then return nil end
  local totals = known:sum(given.count, given.population_name):row(1)
  return totals[given.count] / totals[given.population_name]
end

-- A column that is not defined in any row.
local function no_number(n)
  local list = {}
  for i = 1, n do list[i] = false end
  return core.column(list)
end

-- What is the same for every row, as a column: a chart finds it again after rows were sorted.
local function constant(value, n, words)
  local list = {}
  for i = 1, n do list[i] = value or false end
  return core.field(core.column(list), words)
end

local function words_of(given, title, more)
  local words = { title = title, comparator = given.comparator, denominator = given.population_title }
  for key, value in next, more do words[key] = value end
  return words
end

-- A note on the table, kept for the chart of it too.
local function say(t, given, sentence)
  given.said[#given.said + 1] = sentence
  return t:note(sentence)
end

local function note_figures(t, given)
  return say(t, given, answered(t, { column = "rate", of = given.label, called = given.called }))
end

local function note_target(t, given)
  if given.one == nil then
    return say(t, given, ("There is no target: no %s have figures to take it from."):format(given.called))
  end
  return say(t, given, ("The target is %s %s, %s."):format(core.fixed(given.one * given.per, 1), given.unit,
    given.target == "total" and ("the rate of all %s with figures together"):format(given.called) or "as given"))
end

-- The numbers of each place before any judgement: expected events, rate and ratio. Where a count is
-- hidden both have bounds.
local function with_rates(t, given)
  local count, population = t:column(given.count), t:column(given.population_name)
  local expected = given.one and population * given.one or no_number(#t)
  local rate = names.measure(rates.default.rate) { count = count, exposure = population }
  local ratio = names.measure("smr.ci.exact") { observed = count, expected = expected }
  local range = rates.range("bounds.rate", { count = count, exposure = population })
  local range_of_ratio = rates.range("bounds.rate", { count = count, exposure = expected })
  t = t:derive("expected", core.field(expected, words_of(given, "Expected at the target", { decimals = 1 })))
    :derive("rate", core.field(rates.bounded(rate:column "estimate", range) * given.per, {
      title = "Rate", unit = given.unit, measure = rates.default.rate, denominator = given.population_title,
      decimals = 1, conf_level = 0 }))
    :derive("ratio", core.field(rates.bounded(ratio:column "smr", range_of_ratio), words_of(given,
      "Ratio to the target", { measure = "smr.ci.exact", decimals = 2, conf_level = 0 })))
  t = note_target(note_figures(t, given), given)
  for _, answer in ipairs { rate, ratio } do t = rates.add(t, {}, answer) end
  return t
end

-- Rows with too few expected events, whatever was counted.
local function small_rows(t, given)
  local out = {}
  for i = 1, #t do
    local expected = t.expected[i]
    out[i] = expected ~= nil and expected < given.fewest
  end
  return out
end

-- Rows from which the usual spread is estimated: judged ones, with events where the scale is a
-- logarithm.
local function spread_rows(t, given)
  return t:where(function(row)
    return row.rate ~= nil and row.expected ~= nil and row.expected >= given.fewest
      and (row[given.count] > 0 or given.method.scale ~= "log")
  end)
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
  for _, limit in ipairs(limits) do
    t = t:derive(kind .. limit.name, core.field(answer and answer:column(limit.result) or no_number(#t),
      words_of(given, title .. ": " .. limit.side .. " limit", { unit = given.unit, measure = method, decimals = 1,
        conf_level = limit.level })))
  end
  return rates.add(t, {}, answer)
end

local function with_score(t, spread, given)
  local column = no_number(#t)
  local answer
  if given.one and (spread == nil or spread.tau2) then
    answer = names.measure(given.method.score) { observed = t:column(given.count),
      expected = core.mark(t.expected, given.small, "not_applicable"), tau2 = spread and spread.tau2 or 0 }
    column = answer:column "z"
  end
  return rates.add(t, { core.field(column, words_of(given, "Standard deviations from the target",
    { name = "z", measure = given.method.score, decimals = 1, conf_level = 0 })) }, answer)
end

-- Where a rate lies among the limits of a kind, in words.
local function position(t, i, kind, given)
  local rate, limit = t:column("rate")[i], {}
  if rate == nil then return rates.mark_in_words(t:column("rate"):mark(i)) end
  if given.small[i] then return "too small to judge" end
  for k, name in ipairs(funnel.limit_names(kind)) do limit[k] = t:column(name)[i] end
  if limit[1] == nil then return "cannot be judged" end
  return rate > limit[4] and "above 99.8 %" or rate < limit[3] and "below 99.8 %"
    or rate > limit[2] and "above 95 %" or rate < limit[1] and "below 95 %" or "inside"
end

local function positions(t, kind, given)
  local out = {}
  for i = 1, #t do out[i] = position(t, i, kind, given) end
  return out
end

-- How many places are judged, and how many of them lie beyond either pair of limits.
local function tally(list)
  local n = { judged = 0, beyond_95 = 0, beyond_998 = 0, small = 0 }
  for _, where in ipairs(list) do
    local level = where:match "^%a+ ([%d.]+) %%$"
    if where == "too small to judge" then n.small = n.small + 1 end
    if level or where == "inside" then n.judged = n.judged + 1 end
    if level then n.beyond_95 = n.beyond_95 + 1 end
    if level == "99.8" then n.beyond_998 = n.beyond_998 + 1 end
  end
  return n
end

local function about(x)
  return x > 0 and x < 0.05 and "fewer than 0.1" or core.fixed(x, 1)
end

-- "3 lie beyond the 95% limits of chance, 1 of them beyond the 99.8% limits"
local function beyond(n, what)
  return ("%d %s beyond the 95%% limits of %s, %d of them beyond the 99.8%% limits"):format(n.beyond_95,
    n.beyond_95 == 1 and "lies" or "lie", what, n.beyond_998)
end

local function note_judged(t, n, given)
  local text = ("%d %s are judged"):format(n.judged, given.called)
  if n.small > 0 then
    text = text .. ("; %d with fewer than %g expected %s too small to be"):format(n.small, given.fewest,
      n.small == 1 and "is" or "are")
  end
  if n.judged > 0 then
    text = text .. (". %s; if chance were all, at most about %s and %s would"):format(beyond(n, "chance"),
      about(n.judged * 0.05), about(n.judged * 0.002))
  end
  return say(t, given, text .. ".")
end

local function note_spread(t, n, spread, given)
  if spread.tau2 == nil then
    return say(t, given, ("The usual spread between %s cannot be estimated: %s."):format(given.called, spread.note))
  end
  local more = spread.tau2 > 0
  return say(t, given, ("%s %s differ by %s than chance: variance tau2 %s on the %s scale, phi %s (%s, from %d of "
    .. "them). %s."):format(more and "The" or "Most", given.called, more and "more" or "no more",
    core.fixed(spread.tau2, 4), given.method.scale, core.fixed(spread.phi, 1), given.method.estimate, spread.n,
    beyond(n, "chance and that spread together")))
end

-- The columns in the order in which they are read: who, what is known, where that lies, and why.
local function in_order(t, kinds, given)
  local last = { "expected", "rate", "ratio", "position", "z" }
  for _, kind in ipairs(kinds) do
    if kind == "chance" and #kinds > 1 then last[#last + 1] = "position_by_chance" end
    last = lists.joined(last, funnel.limit_names(kind))
  end
  last = lists.joined(last, #kinds > 1 and { "target", "tau2" } or { "target" })
  local first = lists.without(t:columns(), given.label)
  for _, name in ipairs(last) do first = lists.without(first, name) end
  return t:select(lists.joined(lists.joined({ given.label }, first), last))
end

-- t with the limits of chance, where each place lies among them, and the notes on both.
local function against_chance(t, name, given)
  t = with_limits(t, "chance", "Chance", exact, {}, given)
  local list = positions(t, "chance", given)
  t = t:derive(name, core.field(core.column(list), { title = name == "position" and "Position" or "By chance alone" }))
  return note_judged(t, tally(list), given)
end

-- The same with limits that allow for the usual spread too.
local function against_spread(t, spread, given)
  t = with_limits(t, "spread", "Usual spread", given.method.limits, spread.tau2 and { tau2 = spread.tau2 }, given)
  local list = positions(t, "spread", given)
  t = t:derive("position", core.field(core.column(list), { title = "Position" }))
    :derive("tau2", constant(spread.tau2, #t, { title = "Variance of the usual spread", decimals = 4,
      measure = given.method.estimate }))
  return note_spread(t, tally(list), spread, given)
end

-- t:funnel{count = "cases", population = "population" or table, label = "area", per = 10000,
-- target = "total" or a rate, spread = "none" | "shmi" | "cqc", fewest = 5}: one row for each place,
-- its label first, with the columns expected, rate, ratio, position, z, the limits of chance
-- chance_95_lower to chance_998_upper, and target, the same in every row; with a spread also
-- position_by_chance, spread_95_lower to spread_998_upper, and tau2.
function funnel.places(t, options)
  local given = check(t, options)
  series.check_unique("funnel", t, nil, { given.label })
  series.check_no_total("funnel", t, given.label)
  t, given.population_name = rates.population_beside("funnel", t, given, { given.label }, given.label)
  given.population_title = t:column(given.population_name).title or given.population_name
  given.unit = rates.per_unit(given.per, given.people)
  given.one = rate_at_target(t, given)
  given.comparator = given.target == "total" and ("all %s together"):format(given.called) or "the target"
  t = with_rates(t, given)
  given.small = small_rows(t, given)
  local spread = estimate_spread(t, given)
  t = against_chance(t, spread and "position_by_chance" or "position", given)
  if spread then t = against_spread(t, spread, given) end
  t = with_score(t, spread, given)
  local target = given.one and given.one * given.per
  t = t:derive("target", constant(target, #t, { title = "Target", unit = given.unit, decimals = 1 }))
  t = t:derive("position", core.field(t.position, { description = table.concat(given.said, " ") }))
  return in_order(t, spread and { "chance", "spread" } or { "chance" }, given)
end

-- What a chart needs of t, which t:funnel gave: with the ratio as value, limits are ratios too.
local function check_chart(t, value)
  if type(t) ~= "userdata" then
    core.fail("A103", ("report:funnel takes a table of data first, got a %s"):format(type(t)))
  end
  if value ~= "rate" and value ~= "ratio" then
    core.fail("A104", ("report:funnel: 'value' must be \"rate\" or \"ratio\", got \"%s\""):format(tostring(value)))
  end
  for _, name in ipairs(lists.joined({ "expected", "rate", "ratio", "target" }, funnel.limit_names "chance")) do
    if not lists.has(t:columns(), name) then
      core.fail("A104", ("report:funnel: the table has no column '%s'"):format(name), "it takes what t:funnel gives")
    end
  end
end

local function has_spread(t)
  return lists.has(t:columns(), "tau2") and lists.has(t:columns(), "spread_95_lower")
end

-- The limits of a kind as ratios to the target, with the same words but for the unit.
local function with_ratio_limits(t, kind)
  for _, limit in ipairs(limits) do
    local old = t:column(kind .. limit.name)
    t = t:derive(old.name, core.field(old / t.target, { title = old.title, measure = old.measure, unit = "",
      comparator = old.comparator, denominator = old.denominator, decimals = 2, conf_level = limit.level }))
  end
  return t
end

-- The table of a chart of that value, the names of its limits, and where its target stands.
function funnel.chart(t, value)
  check_chart(t, value)
  local out = { table = t, chance = funnel.limit_names "chance", target = #t > 0 and t.target[1] or nil,
    spread = has_spread(t) and funnel.limit_names "spread" or nil }
  if value == "rate" then return out end
  for _, kind in ipairs(out.spread and { "chance", "spread" } or { "chance" }) do
    out.table = with_ratio_limits(out.table, kind)
  end
  out.target = out.target and 1
  return out
end

-- The largest place: its row, and how many events are expected there. nil when none has a size.
local function largest(t, size)
  local row, most = nil, 0
  for i = 1, #t do
    local expected = t.expected[i]
    if expected and expected > most and t:column(size)[i] then row, most = i, expected end
  end
  return row, most
end

-- The limits of a kind along the curve, under the names that the table has for them.
local function curve_columns(t, kind, arguments, columns)
  local answer = names.measure(t:column(kind .. limits[1].name).measure)(arguments)
  for _, limit in ipairs(limits) do
    columns[#columns + 1] = core.field(answer:column(limit.result), { name = kind .. limit.name,
      conf_level = limit.level })
  end
end

local points = 200 -- of the curve: neighbours differ by 7 % in size

-- The limits for places of all sizes, from a millionth of the largest to twice its size;
-- nil where nothing is expected anywhere.
function funnel.curve(t, value, size)
  local row, most = largest(t, size)
  if row == nil then return nil end
  local expected, x = {}, {}
  for i = 1, points do
    expected[i] = most * 2 * 1e-6 ^ (1 - i / points)
    x[i] = expected[i] / most * t:column(size)[row]
  end
  local columns = { core.field(core.column(x), { name = size }) }
  local multiplier = value == "rate" and t.target[row] or 1
  curve_columns(t, "chance", { expected = expected, multiplier = multiplier }, columns)
  if has_spread(t) and t.tau2[row] then
    curve_columns(t, "spread", { expected = expected, tau2 = t.tau2[row], multiplier = multiplier }, columns)
  end
  return core.table("curve", columns)
end

return funnel
