-- foi.disproportionality: one group against another, with every number that a reader needs to judge
-- it: rate, ratio with exact limits, index, excess, and what the unknown groups could change.
local core = ...
local names = core.module "names"
local rates = core.module "rates"

local known_arguments = { "count", "group", "population", "reference", "per", "unknown", "unknown_labels",
  "conf_level", "people" }

local function index_of(column, label)
  for i = 1, #column do
    if column[i] == label then return i end
  end
end

local function list_of(value)
  if value == nil then return {} end
  return type(value) == "table" and value or { value }
end

local function is_in(list, label)
  for _, item in ipairs(list) do
    if item == label then return true end
  end
  return false
end

-- The labels that mean "group not known": given, or declared by the dataset.
local function unknown_labels(t, given)
  local declared = t:column(given.group).unknown
  return list_of(given.unknown_labels or declared)
end

-- The population column of t itself, for which a group must stand in one row: several would mean
-- that its people are added up.
local function with_own_population(t, events, given)
  local rows = core.count(t, { given.group })
  for i = 1, #rows do
    if rows:row(i).rows > 1 then
      core.fail("A104", ("disproportionality: '%s' is in %d rows, so '%s' is no population of one group"):format(
        tostring(rows:row(i)[given.group]), rows:row(i).rows, given.population),
        "add the events up first, or give the populations as a table")
    end
  end
  return events:join(t:select(given.group, given.population), given.group)
end

-- Events by known group, and the events whose group is not known (a table of one row, or nil).
local function split_unknown(t, given)
  local totals = t:column(given.group).totals
  local unknown = unknown_labels(t, given)
  local events = core.sum(t, { given.group }, { given.count })
  if type(given.population) == "string" then events = with_own_population(t, events, given) end
  local labels = events:column(given.group)
  local seen = {}
  for i = 1, #labels do seen[labels[i] or ""] = true end
  for _, label in ipairs(unknown) do
    if given.unknown_labels and not seen[label] then
      core.fail("D216", ("no row has the unknown label '%s' in column '%s'"):format(label, given.group))
    end
  end
  local known = events:where(function(row)
    local label = row[given.group]
    return label ~= totals and not is_in(unknown, label)
  end)
  local lost = events:where(function(row) return is_in(unknown, row[given.group]) end)
  return known, #lost > 0 and core.sum(lost, {}, { given.count }) or nil
end

local function reference_row(t, given)
  local row = index_of(t:column(given.group), given.reference)
  if row then return row end
  local labels = t:column(given.group):labels()
  local near = core.nearest(given.reference, labels)
  core.fail("D216", ("the reference group '%s' is not in column '%s'"):format(given.reference, given.group),
    near and ("did you mean '%s'?"):format(near) or "groups: " .. table.concat(labels, ", "))
end

-- Marks the reference group's own cell: a ratio to itself is 1 by definition and has no limits.
local function mark_reference(column, row)
  local is_reference = {}
  for i = 1, #column do is_reference[i] = i == row end
  return core.mark(column, is_reference, "not_applicable")
end

local function add(t, columns, words)
  for _, column in ipairs(columns) do
    t = t:derive(column.name, words and core.field(column, words) or column)
  end
  return t
end

local function add_rate(t, given, exposure)
  local answer = names.measure(rates.default.rate) {
    count = t:column(given.count), exposure = exposure, conf_level = given.conf_level }
  return add(t, rates.columns(answer, "rate", {
    title = "Rate", unit = rates.per_unit(given.per, given.people), measure = rates.default.rate,
    denominator = given.population_title, per = given.per, decimals = 1 }, given.conf_level))
end

local function add_ratio(t, given, against)
  local answer = names.measure(rates.default.ratio)(against)
  local columns = rates.columns(answer, "ratio", {
    title = "Rate ratio", measure = rates.default.ratio, comparator = given.reference,
    denominator = given.population_title, decimals = 3 }, given.conf_level)
  columns[2], columns[3] = mark_reference(columns[2], given.row), mark_reference(columns[3], given.row)
  t = add(t, columns)
  for _, note in ipairs(answer:notes()) do t = t:note(note) end
  return t
end

-- Share of the events over share of the population, among the groups that are known.
local function add_index(t, given, exposure)
  local total = core.sum(t, {}, { given.count, given.population_name })
  local n = #t
  local answer = core.stats.disproportion.index {
    count_group = t:column(given.count), count_total = core.cell(total:column(given.count), 1, n),
    population_group = exposure,
    population_total = core.cell(total:column(given.population_name), 1, n) }
  return t:derive("index", core.field(answer:column("estimate"), {
    name = "index", title = "Disproportionality index", measure = "disproportion.index",
    comparator = "all known groups together", denominator = given.population_title, decimals = 3 }))
end

local function add_excess(t, given, against)
  local answer = core.stats.disproportion.excess_count(against)
  local columns = rates.columns(answer, "excess", {
    title = "Excess", unit = "events", measure = "disproportion.excess_count", comparator = given.reference,
    denominator = given.population_title, decimals = 0 }, given.conf_level)
  for i = 1, 3 do columns[i] = mark_reference(columns[i], given.row) end
  return add(t, columns)
end

local function add_bounds(t, given, against, unknown)
  local cell = unknown:column(given.count)
  local answer = core.stats.disproportion.unknown_bounds {
    count1 = against.count1, exposure1 = against.exposure1, count0 = against.count0,
    exposure0 = against.exposure0, unknown = core.cell(cell, 1, #t) }
  local words = { measure = "disproportion.unknown_bounds", comparator = given.reference, decimals = 3,
    denominator = given.population_title }
  for _, side in ipairs { "lower", "upper" } do
    words.name = "unknown_" .. side
    words.title = side == "lower" and "Lowest ratio whatever the unknowns are"
      or "Highest ratio whatever the unknowns are"
    local column = mark_reference(core.field(answer:column(side), words), given.row)
    t = t:derive(words.name, core.field(column, { conf_level = 0 }))
  end
  return t
end

local function number_or_mark(cell, column)
  return cell and rates.grouped(cell) or "an undisclosed number of (" .. column:mark(1) .. ")"
end

local function add_notes(t, given, unknown)
  if unknown then
    local column = unknown:column(given.count)
    local lost = number_or_mark(column[1], column)
    local text = ("%s events have no known group and are in no rate."):format(lost)
    if given.unknown == "bounds" then
      text = text .. (" The lowest and highest ratio put all of them into %s or all into the group."):format(
        given.reference)
    end
    t = t:note(text)
  end
  return t
end

local function check(t, given)
  names.check("disproportionality", given, known_arguments)
  local out = {}
  for name, value in next, given do out[name] = value end
  for _, name in ipairs { "count", "group", "reference" } do
    names.need("disproportionality", given, name, "string")
  end
  out.per, out.conf_level = given.per or 10000, given.conf_level or 0.95
  out.unknown = given.unknown or "bounds"
  if out.unknown ~= "bounds" and out.unknown ~= "drop" then
    core.fail("A104", ("disproportionality: 'unknown' must be \"bounds\" or \"drop\", got \"%s\""):format(
      tostring(out.unknown)))
  end
  t:column(given.count)
  return out
end

-- t:disproportionality{count, group, population, reference, per, unknown = "bounds" | "drop"}:
-- one row for each known group, in the order of the groups, with the columns
-- rate, rate_lower, rate_upper, ratio, ratio_lower, ratio_upper, index, excess, excess_lower,
-- excess_upper and, when some events have no known group, unknown_lower and unknown_upper.
return function(t, options)
  local given = check(t, options)
  local known, unknown = split_unknown(t, given)
  local joined, population = rates.with_population("disproportionality", known, given)
  local exposure = joined:column(population)
  given.population_name = population
  given.population_title = exposure.title or population
  given.row = reference_row(joined, given)
  local n = #joined
  local against = {
    count1 = joined:column(given.count), exposure1 = exposure,
    count0 = core.cell(joined:column(given.count), given.row, n),
    exposure0 = core.cell(exposure, given.row, n),
  }
  local function with_level(values)
    return { count1 = values.count1, exposure1 = values.exposure1, count0 = values.count0,
      exposure0 = values.exposure0, conf_level = given.conf_level }
  end
  local result = add_rate(joined, given, exposure)
  result = add_ratio(result, given, with_level(against))
  result = add_index(result, given, exposure)
  result = add_excess(result, given, with_level(against))
  if unknown and given.unknown == "bounds" then
    result = add_bounds(result, given, against, unknown)
  end
  return add_notes(result, given, unknown)
end
