-- t:compare: each row against a reference row of the same series, years or groups: rate, difference,
-- ratio and exact test.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local periods = core.module "periods"
local lists = core.module "lists"
local series = core.module "series"
local groups = core.module "groups"
local tests = core.module "tests"
local unknown = core.module "unknown"

local methods = {
  difference = "ratediff.ci.score",
  ratio = "rateratio.ci.exact_conditional",
}

local function note_gaps(t, given)
  local gaps = core.gaps(t, given.by, given.keys)
  return gaps and t:note(("There is no row for %s: the years are not all consecutive."):format(gaps)) or t
end

-- The reference as it was given, or the first year; of groups none is the first.
local function label_of_reference(t, given)
  if given.reference then return given.reference end
  local labels = t:column(given.by):labels()
  if not given.is_period then
    core.fail("A102", ("compare needs 'reference': none of the labels of '%s' is the first"):format(given.by),
      "choose the one that the others are compared with: " .. table.concat(labels, ", "))
  end
  local met = lists.set(core.list(t:column(given.by)))
  for _, label in ipairs(labels) do
    if met[label] then return label end
  end
end

-- The reference's count and population beside every row of its series.
local function with_reference(t, given, population)
  local base = t:where { [given.by] = given.reference }
  local columns = {}
  for _, key in ipairs(given.keys) do columns[#columns + 1] = base:column(key) end
  columns[#columns + 1] = core.field(base:column(given.count), { name = "reference_count" })
  columns[#columns + 1] = core.field(base:column(population), { name = "reference_population" })
  local beside = core.table("reference", columns, base)
  if #given.keys > 0 then return t:join(beside, given.keys, { optional = true }) end
  return t:derive("reference_count", core.cell(beside:column "reference_count", 1, #t))
    :derive("reference_population", core.cell(beside:column "reference_population", 1, #t))
end

-- Which rows are the reference, which lie across a break and are not compared, and which breaks those are.
local function not_compared(t, given)
  local labels, all_breaks = core.list(t:column(given.by)), t:breaks()
  local years = given.is_period and periods.numbers(t:column(given.by)) or nil
  local reference
  for i, label in ipairs(labels) do
    if label == given.reference then reference = years and years[i] end
  end
  local is_reference, apart, crossed = {}, {}, {}
  for i, label in ipairs(labels) do
    is_reference[i] = label == given.reference
    local breaks = years and not is_reference[i]
      and periods.breaks_between(all_breaks, given.by, years[i], reference) or {}
    apart[i] = #breaks > 0 and not given.across_breaks
    for _, b in ipairs(breaks) do crossed[b.from .. b.why] = true end
  end
  return is_reference, apart, crossed
end

-- Arguments of the measures that set each row against the reference. The rows 'left_out' are not
-- computed.
local function pair(all, given, left_out)
  return { count1 = core.mark(all:column(given.count), left_out, "not_applicable"),
    exposure1 = all:column(given.population_name),
    count0 = all:column "reference_count", exposure0 = all:column "reference_population" }
end

-- The columns of a measure; where a count is hidden, the range that the measure words.bounds gives. The
-- reference against itself is 1, or 0, by definition and has no limits.
local function add_measure(t, all, given, name, words)
  local arguments = pair(all, given, given.apart)
  words.range = rates.range(words.bounds, { count1 = all:column(given.count), count0 = arguments.count0 },
    { exposure1 = arguments.exposure1, exposure0 = arguments.exposure0, per = words.bounds_per })
  words.without = given.left_out
  arguments.conf_level = given.conf_level
  local answer = names.measure(words.measure)(arguments)
  local columns = rates.columns(answer, name, words, given.conf_level)
  for i = 2, 3 do columns[i] = core.mark(columns[i], given.is_reference, "not_applicable") end
  return rates.add(t, columns, answer)
end

-- Of groups, the rows that are one, or the reference; why the others are left out; and what is to be
-- said of a reference that is the total of the groups.
local function keep_groups(t, given)
  local known, lost = groups.sort_labels(t, { what = "compare", group = given.by, reference = given.reference })
  local totals, said = t:column(given.by).totals, {}
  if totals and totals == given.reference then
    known[#known + 1] = totals
    said[1] = ("%s includes those that are compared with it; limits and p-values take the two as independent."):format(
      totals)
  elseif totals and #t:where(function(row) return row[given.by] == totals end) > 0 then
    said[1] = ("%s, the total of the others, is not compared."):format(totals)
  end
  if #lost > 0 then
    local events = t:where { [given.by] = lost }
    said[#said + 1] = unknown.note(core.sum(events, given.keys, { given.count }), given.count)
  end
  return t:where { [given.by] = known }, said
end

-- The rows to be compared, and sentences to be said of the others.
local function rows_to_compare(what, t, given)
  series.check_unique(what, t, given.keys, { given.by })
  t = series.labelled(t, given)
  given.is_period = periods.is_period(t:column(given.by))
  given.reference = label_of_reference(t, given)
  if given.is_period then return t, {} end
  return keep_groups(t, given)
end

-- Difference, ratio and test of each row against the reference.
local function add_comparison(t, all, given)
  t = add_measure(t, all, given, "difference", { title = "Rate difference",
    unit = rates.per_unit(given.per, given.people), measure = methods.difference, comparator = given.reference,
    denominator = given.population_title, per = given.per, decimals = 1, bounds = "bounds.ratediff", bounds_per = 1 })
  t = add_measure(t, all, given, "ratio", { title = "Rate ratio", measure = methods.ratio,
    comparator = given.reference, denominator = given.population_title, decimals = 3, bounds = "bounds.rateratio" })
  return tests.add(t, pair(all, given, given.left_out), { comparator = given.reference,
    denominator = given.population_title }, given.adjust)
end

-- The breaks that lie between a row and its reference, in their order: that of 'crossed' is Lua's own.
local function note_breaks(t, breaks, crossed, given)
  for _, b in ipairs(breaks) do
    if crossed[b.from .. b.why] then
      crossed[b.from .. b.why] = nil
      t = t:note(("The series breaks at %s: %s Years on either side are %scompared."):format(b.from, b.why,
        given.across_breaks and "" or "not "))
    end
  end
  return t
end

-- t:compare{by = "year", count, population, reference = "2018", within = {"area"}, per = 10000,
-- adjust = "holm"}: one row for each row of t with rate, difference and ratio to the reference, their
-- limits, and an exact p-value. Rows on the other side of a break in the series are not compared
-- unless across_breaks = true.
return function(t, options)
  local what, said, crossed = "compare"
  local given = series.check(what, t, options)
  given.adjust = tests.method(what, given.adjust)
  t, said = rows_to_compare(what, t, given)
  local joined, population = rates.population_beside(what, t, given, lists.joined(given.keys, { given.by }))
  given.population_name, given.population_title = population, joined:column(population).title or population
  local all = with_reference(joined, given, population)
  given.is_reference, given.apart, crossed = not_compared(joined, given)
  given.left_out = lists.either(given.is_reference, given.apart)
  local out = joined:select(lists.joined(given.keys, { given.by, given.count, population }))
    :rate { count = given.count, population = population, per = given.per, conf_level = given.conf_level,
      people = given.people }
  out = add_comparison(out, all, given)
  for _, sentence in ipairs(said) do out = out:note(sentence) end
  if given.is_period then out = note_gaps(out, given) end
  return note_breaks(out, joined:breaks(), crossed, given) -- the population's breaks too
end
