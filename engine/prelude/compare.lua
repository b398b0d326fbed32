-- t:compare: each row against a baseline row of the same series, years or groups: rate, difference,
-- ratio and exact test. t:trend: one ratio a year over all of them, with its overdispersion tested.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local periods = core.module "periods"
local lists = core.module "lists"
local series = core.module "series"
local groups = core.module "groups"
local tests = core.module "tests"
local unknown = core.module "unknown"

local compare = {}

local methods = {
  difference = "ratediff.ci.score",
  ratio = "rateratio.ci.exact_conditional",
}

-- The table and, where the populations are another one, that too, with 'by' as labels.
local function with_labels(t, given)
  if type(given.population) == "userdata" then
    for _, name in ipairs(given.population:columns()) do
      if name == given.by then given.population = periods.labelled(given.population, name) end
    end
  end
  if type(given.baseline) == "number" then given.baseline = ("%.14g"):format(given.baseline) end
  return periods.labelled(t, given.by)
end

local function check(what, t, given, known)
  names.check(what, given, known)
  local out = {}
  for name, value in next, given do out[name] = value end
  for _, name in ipairs { "by", "count" } do names.need(what, given, name, "string") end
  out.per, out.conf_level, out.keys = given.per or 10000, given.conf_level or 0.95, lists.of(given.within)
  t:column(given.count)
  return out
end

local function note_gaps(t, given)
  local gaps = core.gaps(t, given.by, given.keys)
  return gaps and t:note(("There is no row for %s: the years are not all consecutive."):format(gaps)) or t
end

-- Breaks in the series that lie between two years, from the dataset (foi:breaks).
local function breaks_between(t, given, one, other)
  local low, high = math.min(one, other), math.max(one, other)
  local out = {}
  for _, b in ipairs(t:breaks()) do
    if b.field == given.by then
      local from = periods.number(b.from, given.by)
      if low < from and from <= high then out[#out + 1] = b end
    end
  end
  return out
end

-- The baseline as it was given, or the first year; of groups none is the first.
local function label_of_baseline(t, given)
  if given.baseline then return given.baseline end
  local labels = t:column(given.by):labels()
  if not given.is_period then
    core.fail("A102", ("compare needs 'baseline': none of the labels of '%s' is the first"):format(given.by),
      "choose the one that the others are compared with: " .. table.concat(labels, ", "))
  end
  for _, label in ipairs(labels) do
    for i = 1, #t do
      if t:column(given.by)[i] == label then return label end
    end
  end
end

-- The baseline's count and population beside every row of its series.
local function with_baseline(t, given, population)
  local base = t:where { [given.by] = given.baseline }
  local columns = {}
  for _, key in ipairs(given.keys) do columns[#columns + 1] = base:column(key) end
  columns[#columns + 1] = core.field(base:column(given.count), { name = "baseline_count" })
  columns[#columns + 1] = core.field(base:column(population), { name = "baseline_population" })
  local beside = core.table("baseline", columns, base)
  if #given.keys > 0 then return t:join(beside, given.keys, { optional = true }) end
  return t:derive("baseline_count", core.cell(beside:column "baseline_count", 1, #t))
    :derive("baseline_population", core.cell(beside:column "baseline_population", 1, #t))
end

-- Rows that must not be compared: the baseline itself, and years across a break.
local function not_compared(t, given)
  local years = given.is_period and periods.numbers(t:column(given.by)) or nil
  local baseline
  for i = 1, #t do
    if t:column(given.by)[i] == given.baseline then baseline = years and years[i] end
  end
  local out, crossed = {}, {}
  for i = 1, #t do
    local is_baseline = t:column(given.by)[i] == given.baseline
    local breaks = years and not is_baseline and breaks_between(t, given, years[i], baseline) or {}
    out[i] = is_baseline or (#breaks > 0 and not given.across_breaks)
    for _, b in ipairs(breaks) do crossed[b.from .. b.why] = true end
  end
  return out, crossed
end

-- Arguments of the measures that set each row against the baseline. Rows that are not compared are
-- not computed either.
local function pair(all, given)
  return { count1 = core.mark(all:column(given.count), given.left_out, "not_applicable"),
    exposure1 = all:column(given.population_name),
    count0 = all:column "baseline_count", exposure0 = all:column "baseline_population" }
end

-- The columns of a measure; where a count is hidden, the range that the measure words.bounds gives.
local function add_measure(t, all, given, name, words)
  local arguments = pair(all, given)
  words.range = rates.range(words.bounds, { count1 = all:column(given.count), count0 = arguments.count0 },
    { exposure1 = arguments.exposure1, exposure0 = arguments.exposure0, per = words.bounds_per })
  words.without = given.left_out
  arguments.conf_level = given.conf_level
  local answer = names.measure(words.measure)(arguments)
  return rates.add(t, rates.columns(answer, name, words, given.conf_level), answer)
end

local function is_period(t, by)
  local role = t:column(by).role
  return role == "period" or by:find("year", 1, true) ~= nil
end

-- Of groups, the rows that are one, or the baseline; why the others are left out; and what is to be
-- said of a baseline that is the total of the groups.
local function keep_groups(t, given)
  local known, lost = groups.sort_labels(t, { what = "compare", group = given.by })
  local totals, said = t:column(given.by).totals, {}
  if totals and totals == given.baseline then
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
  t = with_labels(t, given)
  given.is_period = is_period(t, given.by)
  given.baseline = label_of_baseline(t, given)
  if given.is_period then return t, {} end
  return keep_groups(t, given)
end

-- Difference, ratio and test of each row against the baseline.
local function add_comparison(t, all, given)
  t = add_measure(t, all, given, "difference", { title = "Rate difference",
    unit = rates.per_unit(given.per, given.people), measure = methods.difference, comparator = given.baseline,
    denominator = given.population_title, per = given.per, decimals = 1, bounds = "bounds.ratediff", bounds_per = 1 })
  t = add_measure(t, all, given, "ratio", { title = "Rate ratio", measure = methods.ratio,
    comparator = given.baseline, denominator = given.population_title, decimals = 3, bounds = "bounds.rateratio" })
  return tests.add(t, pair(all, given), given.baseline, given.adjust)
end

-- The breaks that lie between a row and its baseline, in their order: that of 'crossed' is Lua's own.
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

-- t:compare{by = "year", count, population, baseline = "2018", within = {"area"}, per = 10000,
-- adjust = "holm"}: one row for each row of t with rate, difference and ratio to the baseline, their
-- limits, and an exact p-value. Rows on the other side of a break in the series are not compared
-- unless across_breaks = true.
function compare.rows(t, options)
  local what, said, crossed = "compare"
  local given = check(what, t, options, { "by", "count", "population", "baseline", "within", "per", "conf_level",
    "people", "across_breaks", "adjust" })
  given.adjust = tests.method(what, given.adjust)
  t, said = rows_to_compare(what, t, given)
  local joined, population = rates.population_beside(what, t, given, lists.joined(given.keys, { given.by }))
  given.population_name, given.population_title = population, joined:column(population).title or population
  local all = with_baseline(joined, given, population)
  given.left_out, crossed = not_compared(joined, given)
  local out = joined:select(lists.joined(given.keys, { given.by, given.count, population }))
    :rate { count = given.count, population = population, per = given.per, conf_level = given.conf_level,
      people = given.people }
  out = add_comparison(out, all, given)
  for _, sentence in ipairs(said) do out = out:note(sentence) end
  if given.is_period then out = note_gaps(out, given) end
  return note_breaks(out, joined:breaks(), crossed, given) -- the population's breaks too
end

-- The rows of t in runs without a break, in the order of the years.
local function segments(t, given)
  local years = periods.numbers(t:column(given.by))
  local order = {}
  for i = 1, #years do order[i] = i end
  table.sort(order, function(a, b) return years[a] < years[b] end)
  local runs = {}
  for at, i in ipairs(order) do
    local before = at > 1 and years[order[at - 1]]
    if at == 1 or (#breaks_between(t, given, before, years[i]) > 0) then runs[#runs + 1] = {} end
    local run = runs[#runs]
    run[#run + 1] = { row = i, year = years[i] }
  end
  return runs
end

local significance = 0.05 -- below it the counts vary more than Poisson counts do

-- The trend of one run of years: all three models, and which one is to be quoted.
local function fit(t, given, population, run)
  local count, exposure, x, left_out = {}, {}, {}, 0
  for _, point in ipairs(run) do
    local k, n = t:column(given.count)[point.row], t:column(population)[point.row]
    if k and n then
      count[#count + 1], exposure[#exposure + 1], x[#x + 1] = k, n, point.year
    else
      left_out = left_out + 1
    end
  end
  local out = { from = run[1].year, to = run[#run].year, years = #x, left_out = left_out }
  if #x < 3 then
    out.note = ("a trend needs three years with figures, and %d to %d has %d"):format(out.from, out.to, #x)
    return out
  end
  local level = given.conf_level
  local poisson = core.stats.trend.poisson_loglinear { count = count, exposure = exposure, x = x, conf_level = level }
  local quasi = core.stats.trend.quasipoisson { count = count, exposure = exposure, x = x, conf_level = level }
  if poisson.note or quasi.note then
    out.note = poisson.note or quasi.note
    return out
  end
  local df = #x - 2
  out.dispersion = quasi.dispersion
  out.p_dispersion = core.stats.distribution.chisq.probability {
    x = quasi.dispersion * df, df = df, tail = "upper" }.value
  local over = out.p_dispersion < significance
  local chosen = over and quasi or poisson
  out.measure = chosen.measure
  out.ratio, out.lower, out.upper, out.p = chosen.annual_rate_ratio, chosen.lower, chosen.upper, chosen.slope_p
  return out
end

local function or_false(x)
  if x == nil then return false end
  return x
end

-- The measure of the limits, where it is one and the same for all rows: the column 'method' has each.
local function one_method(rows)
  local measure
  for _, row in ipairs(rows) do
    if row.measure and measure and row.measure ~= measure then return nil end
    measure = row.measure or measure
  end
  return measure
end

-- A table from the fits, one row each.
local function trend_table(t, given, rows)
  local columns = {}
  local function column(name, words, pick)
    local list = {}
    for i, row in ipairs(rows) do list[i] = or_false(pick(row)) end
    words.name = name
    columns[#columns + 1] = core.field(core.column(list), words)
  end
  for k, key in ipairs(given.keys) do
    column(key, { title = t:column(key).title }, function(row) return row.labels[k] end)
  end
  column("from", { title = "From", decimals = 0 }, function(row) return tostring(row.from) end)
  column("to", { title = "To", decimals = 0 }, function(row) return tostring(row.to) end)
  column("years", { title = "Years", count = true }, function(row) return row.years end)
  local words = { title = "Ratio for one more year", decimals = 3, measure = one_method(rows) }
  column("annual_ratio", words, function(row) return row.ratio end)
  for _, side in ipairs { "lower", "upper" } do
    column("annual_ratio_" .. side, { title = words.title .. ": " .. side .. " limit", decimals = 3,
      measure = words.measure, conf_level = given.conf_level }, function(row) return row[side] end)
  end
  column("p_value", { title = "p-value of no trend", measure = words.measure }, function(row) return row.p end)
  column("dispersion", { title = "Dispersion", decimals = 2, measure = "trend.quasipoisson" },
    function(row) return row.dispersion end)
  column("p_value_dispersion", { title = "p-value of the dispersion", measure = "distribution.chisq.probability" },
    function(row) return row.p_dispersion end)
  column("method", { title = "Method of the limits" }, function(row) return row.measure or "none" end)
  return core.table("trend", columns, t)
end

-- t:trend{by = "year", count, population, within = {"area"}}: one row for each series and run of years
-- without a break. Limits and p-value are Poisson's where the counts vary as Poisson counts do, and
-- quasi-Poisson's where the dispersion test says that they vary more (p < 0.05).
function compare.trend(t, options)
  local what = "trend"
  local given = check(what, t, options, { "by", "count", "population", "within", "conf_level" })
  series.check_unique(what, t, given.keys, { given.by })
  t = with_labels(t, given)
  local joined, population = rates.population_beside(what, t, given, lists.joined(given.keys, { given.by }))
  local rows, notes = {}, {}
  for _, each in ipairs(series.split(joined, given.keys)) do
    for _, run in ipairs(segments(each.table, given)) do
      local row = fit(each.table, given, population, run)
      row.labels = each.labels
      rows[#rows + 1] = row
      if row.note then notes[#notes + 1] = row.note end
      if row.left_out > 0 then
        notes[#notes + 1] = ("%d of the years %d to %d %s no figure and %s not in the trend"):format(row.left_out,
          row.from, row.to, row.left_out == 1 and "has" or "have", row.left_out == 1 and "is" or "are")
      end
    end
  end
  local out = trend_table(joined, given, rows)
  for i = 1, math.min(#notes, 5) do out = out:note(notes[i] .. ".") end
  if #notes > 5 then out = out:note(("%d more trends have gaps or no answer."):format(#notes - 5)) end
  local first, last = math.huge, -math.huge
  for _, row in ipairs(rows) do first, last = math.min(first, row.from), math.max(last, row.to) end
  for _, b in ipairs(breaks_between(joined, given, first, last)) do
    out = out:note(("The series breaks at %s: %s Each side has a trend of its own."):format(b.from, b.why))
  end
  return out
end

return compare
