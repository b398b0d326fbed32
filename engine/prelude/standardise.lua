-- t:standardise: rates of places whose people differ in age, say, made comparable. Directly: the rate
-- that each place would have with the people of a standard. Indirectly: its events over those that
-- the rates of a standard would give it.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local series = core.module "series"
local groups = core.module "groups"
local standard = core.module "standard"

-- Dobson's limits from Byar's are those of public health indicators in England, so that figures can be
-- held against published ones; that measure gives no rate below 10 events. Exact limits of the ratio
-- hold for any count.
local preset = { direct = "dsr.dobson_byar_phe", indirect = "smr.ci.exact" }
local expected_by, range_direct, range_indirect = "isr.indirect_ratio_phe", "bounds.dsr", "bounds.ratio"
local not_one_rate = { "dsr.ratio", "dsr.difference", "dsr.nonindependent_events_phe" }

local function method_of(given)
  local name = preset[given.method or "direct"] or given.method
  names.measure(name, { "direct", "indirect" }) -- an error that suggests the nearest, where there is none of this name
  local indirect = name:find("^smr%.ci%.") ~= nil
  if not indirect and (not name:find "^dsr%." or lists.has(not_one_rate, name)) then
    core.fail("A104", ("standardise: '%s' does not standardise the rate of one place"):format(name),
      "it is \"direct\", \"indirect\", or the name of a measure dsr.* or smr.ci.*")
  end
  return name, indirect
end

local function check(t, options)
  names.check("standardise", options)
  local given = { what = "standardise" }
  for name, value in next, options do given[name] = value end
  names.need("standardise", options, "count")
  names.need("standardise", options, "population")
  names.need("standardise", options, "strata")
  given.strata, given.within = lists.of(options.strata), lists.of(options.within)
  given.per, given.conf_level = options.per or 10000, options.conf_level or 0.95
  names.need("standardise", options, "standard")
  given.method, given.indirect = method_of(given)
  names.events("standardise", t, given.count)
  rates.check_people(given.population, given.strata)
  return given
end

-- The labels of strata that a row can have; totals are none, and 'lost' are those that mean: not known.
local function labels_of(t, given)
  local known, lost, any = {}, {}, false
  for _, name in ipairs(given.strata) do
    known[name], lost[name] = groups.sort_labels(t, { what = "standardise", group = name })
    any = any or #lost[name] > 0
  end
  return known, lost, any
end

-- The rows whose stratum is known, and the events by place of those whose stratum is not (or nil).
local function split_unknown(t, given)
  local known, lost, any = labels_of(t, given)
  if not any then return t:where(known), nil end
  local function is_unknown(row)
    for _, name in ipairs(given.strata) do
      if lists.has(lost[name], row[name]) then return true end
    end
    return false
  end
  return t:where(known), core.sum(t:where(is_unknown), given.within, { given.count })
end

-- One row for each place and stratum, with its people beside it; and the events of unknown stratum.
local function rows_of(t, given)
  series.check_unique("standardise", t, given.within, given.strata)
  local known, lost = split_unknown(t, given)
  local joined, population = rates.population_beside("standardise", known, given,
    lists.joined(given.within, given.strata))
  given.population_name, given.population_title = population, joined:column(population).title or population
  return joined, lost
end

-- The events of unknown stratum beside the rates that they are not in.
local function add_unknown(t, lost, given)
  if lost == nil then return t end
  local title = ("%s, stratum not known"):format(lost:column(given.count).title or given.count)
  if #given.within == 0 then
    t = t:derive("unknown_count", core.cell(lost:column(given.count), 1, 1))
  else
    t = t:join(groups.pick(lost, given.within, { [given.count] = "unknown_count" }), given.within, { optional = true })
  end
  return t:derive("unknown_count", t.unknown_count, { title = title }):note(
    "Events whose stratum is not known are in no rate.")
end

-- The figures of one place in the order of the standard's strata; or why there are none, as a text
-- and a mark. Where a count is hidden, 'hidden' has its mark; 'open' is true if it has no bounds, 'open_above'
-- if it has no upper one.
local function figures(place, t, given, strata, by_key)
  local out = { count = {}, high = {}, people = {}, events = {}, events_high = {}, weight = {} }
  local count, people = t:column(given.count), t:column(given.population_name)
  for k, each in ipairs(strata) do
    local found = by_key[series.key_of(place, each)]
    local i = found and found.rows[1]
    if i == nil then return { why = "no row for " .. standard.in_words { each }, mark = "undefined" } end
    if people[i] == nil then
      return { why = "people " .. rates.mark_in_words(people:mark(i)), mark = people:mark(i) }
    end
    local low, high = rates.count_between(count, i)
    if low == nil or low ~= high then out.hidden = count:mark(i) end
    if low == nil then out.open = true end
    if high == math.huge then out.open_above, high = true, low end
    out.count[k], out.high[k], out.people[k] = low, high, people[i]
    out.weight[k], out.events[k], out.events_high[k] = each.people, each.low, each.high
    if each.low == nil then out.open_standard = true end
  end
  return out
end

local function hidden(found)
  return { why = rates.mark_in_words(found.hidden), mark = found.hidden }
end

local few = 10 -- events, below which dsr.dobson_byar_phe gives no rate; other rates are unstable

-- The directly standardised rate of one place.
local function direct(found, given)
  if found.open then return hidden(found) end
  if found.hidden then
    local out = hidden(found)
    local range = names.measure(range_direct) { low = found.count, high = found.high, exposure = found.people,
      standard = found.weight, multiplier = given.per }
    out.low, out.high = range.lower, not found.open_above and range.upper or nil
    return out
  end
  local answer = names.measure(given.method) { count = found.count, pop = found.people, stdpop = found.weight,
    multiplier = given.per, conf_level = given.conf_level }
  local small = lists.sum(found.count) < few
  if answer.value ~= nil then
    return { value = answer.value, lower = answer.lower, upper = answer.upper, small = small }
  end
  return { why = small and ("fewer than %d events"):format(few) or answer.note or "not defined", small = small,
    mark = "undefined" }
end

local hidden_standard = "events of the standard are hidden"

-- Events that the standard's rates would give: at the least or the greatest number of its own events.
local function expected_at(found, events)
  local answer = names.measure(expected_by) { count = lists.filled(#found.people, 0), pop = found.people,
    ref_count = events, ref_pop = found.weight }
  return answer.expected, answer.note
end

-- The ratio of events to expected events where either is known within bounds only.
local function ratio_between(found, low, high)
  local out = found.hidden and hidden(found) or { why = hidden_standard, mark = "suppressed" }
  out.expected = low == high and low or nil
  out.expected_low, out.expected_high = low, high
  if found.open then return out end
  local range = names.measure(range_indirect) { low1 = lists.sum(found.count), high1 = lists.sum(found.high),
    low0 = low, high0 = high }
  out.low, out.high = range.lower, not found.open_above and range.upper or nil
  return out
end

-- The indirectly standardised ratio of one place.
local function indirect(found, given)
  if found.open_standard then return { why = hidden_standard, mark = "suppressed" } end
  local low, note = expected_at(found, found.events)
  if low == nil then return { why = note, mark = "undefined" } end
  local high = expected_at(found, found.events_high)
  if found.hidden or low ~= high then return ratio_between(found, low, high) end
  local answer = names.measure(given.method) { observed = lists.sum(found.count), expected = low,
    conf_level = given.conf_level }
  return { value = answer.smr, lower = answer.lower, upper = answer.upper, expected = low,
    why = answer.smr == nil and answer.note or nil, mark = "undefined" }
end

-- A result of each place, in their order.
local function results(t, given, strata)
  local _, by_key = series.rows("standardise", t, lists.joined(given.within, given.strata))
  local compute, out = given.indirect and indirect or direct, {}
  for i, place in ipairs((series.rows("standardise", t, given.within))) do
    local found = figures(place, t, given, strata, by_key)
    out[i] = found.why and found or compute(found, given)
  end
  return out
end

-- A column of the results: their values; where there is none, the mark and bounds instead.
local function column(rows, value, low, high, words)
  local list, marks, from, to = {}, {}, {}, {}
  for i, row in ipairs(rows) do
    list[i] = row[value] or false
    marks[i] = row[value] == nil and row.mark or false
    from[i], to[i] = row[low] or false, row[high] or false
  end
  return core.field(core.bounded(rates.marked(list, marks), core.column(from), core.column(to)), words)
end

-- The columns NAME, NAME_lower and NAME_upper.
local function result_columns(rows, name, words, level)
  local out = {}
  for k, part in ipairs { "value", "lower", "upper" } do
    local limit = part ~= "value"
    words.name = limit and name .. "_" .. part or name
    local title = limit and ("%s: %s limit"):format(words.title, part) or words.title
    local each = limit and column(rows, part, "none", "none", words) or column(rows, part, "low", "high", words)
    out[k] = core.field(each, { title = title, conf_level = limit and level or 0 })
  end
  return out
end

local function direct_columns(t, rows, given, found)
  return rates.add(t, result_columns(rows, "standardised", { title = "Standardised rate",
    unit = rates.per_unit(given.per, given.people), measure = given.method, decimals = 1,
    denominator = ("%s, in the mix of %s"):format(given.population_title, found.words) }, given.conf_level))
end

local function indirect_columns(t, rows, given, found)
  t = t:derive("expected", column(rows, "expected", "expected_low", "expected_high", { title = "Expected events",
    measure = expected_by, comparator = found.words, denominator = given.population_title, decimals = 1 }))
  return rates.add(t, result_columns(rows, "ratio", { title = "Standardised ratio", measure = given.method,
    comparator = found.words, denominator = "expected events", decimals = 3 }, given.conf_level))
end

local function add_notes(t, rows, given, found, strata)
  local small, why = 0, {}
  for i, row in ipairs(rows) do
    small = small + (row.small and 1 or 0)
    why[i] = row.why or ""
  end
  local about = { columns = given.indirect and { "expected", "ratio" } or "standardised" }
  t = t:note(given.indirect and ("Indirectly standardised for %s: events over those expected at the rates of %s. The "
    .. "ratio compares a place with the standard, not one place with another."):format(strata, found.words)
    or ("Directly standardised for %s: the rate with the people of the standard, %s."):format(strata, found.words),
    about)
  if small > 0 then
    t = t:note(("%d of %d rows have fewer than %d events: %s."):format(small, #rows, few,
      given.method == preset.direct and "too few for a directly standardised rate by " .. given.method
      or "rates from so few are unstable"), about)
  end
  return #lists.without(why, "") == 0 and t or t:derive("why", why, { title = "Why there is no figure" })
end

-- t:standardise{count, population, strata = "age", within = {"area"}, standard = "total", method =
-- "direct" | "indirect", per = 10000}: one row a place with its crude rate and its standardised rate,
-- or the expected events and the standardised ratio, each with limits.
return function(t, options)
  local given = check(t, options)
  local rows, lost = rows_of(t, given)
  local found = standard.of(rows, given)
  local sums = core.sum(rows, given.within, { given.count, given.population_name })
  local out = sums:rate { count = given.count, population = given.population_name, per = given.per,
    people = given.people, conf_level = given.conf_level }
  local each = results(rows, given, found.strata)
  out = (given.indirect and indirect_columns or direct_columns)(out, each, given, found)
  return add_unknown(add_notes(out, each, given, found, lists.titles_in_words(rows, given.strata)), lost, given)
end
