-- t:trend: one ratio of rates a year over each run of years without a break, with its overdispersion
-- tested.
local core = ...
local rates = core.module "rates"
local periods = core.module "periods"
local lists = core.module "lists"
local series = core.module "series"

-- The rows of t in runs without a break, in the order of the years.
local function segments(t, given)
  local years = periods.numbers(t:column(given.by))
  local order = {}
  for i = 1, #years do order[i] = i end
  table.sort(order, function(a, b) return years[a] < years[b] end)
  local runs = {}
  for at, i in ipairs(order) do
    local before = at > 1 and years[order[at - 1]]
    if at == 1 or (#periods.breaks_between(t:breaks(), given.by, before, years[i]) > 0) then runs[#runs + 1] = {} end
    local run = runs[#runs]
    run[#run + 1] = { row = i, year = years[i] }
  end
  return runs
end

local significance = 0.05 -- below it the counts vary more than Poisson counts do

local models = { poisson = "poisson_loglinear", quasipoisson = "quasipoisson",
  negative_binomial = "negative_binomial" }

local function check_model(model)
  if model == "auto" or models[model] then return model end
  local known = { "auto", "poisson", "quasipoisson", "negative_binomial" }
  local near = core.nearest(tostring(model), known)
  core.fail("A104", ("trend: 'model' must be one of %s, got \"%s\""):format(table.concat(known, ", "), tostring(model)),
    near and ("did you mean \"%s\"?"):format(near))
end

-- The model to be quoted: that which was asked for, or the one that the dispersion test leaves.
local function chosen_model(model, p_dispersion)
  if model ~= "auto" then return model end
  return p_dispersion < significance and "quasipoisson" or "poisson"
end

-- The trend of one run of years by the model to be quoted, with the dispersion tested.
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
  local arguments = { count = count, exposure = exposure, x = x, conf_level = given.conf_level }
  local quasi = core.stats.trend.quasipoisson(arguments)
  if quasi.note then
    out.note = quasi.note
    return out
  end
  local df = #x - 2
  out.dispersion = quasi.dispersion
  out.p_dispersion = core.stats.distribution.chisq.probability {
    x = quasi.dispersion * df, df = df, tail = "upper" }.value
  local chosen = core.stats.trend[models[chosen_model(given.model, out.p_dispersion)]](arguments)
  if chosen.note then
    out.note = chosen.note
    return out
  end
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

-- t:trend{by = "year", count, population, within = {"area"}, model = "auto"}: one row for each series and run of years
-- without a break. Limits and p-value are Poisson's where the counts vary as Poisson counts do, and
-- quasi-Poisson's where the dispersion test says that they vary more (p < 0.05), or the model's that is
-- asked for.
return function(t, options)
  local what = "trend"
  local given = series.check(what, t, options, { "by", "count", "population", "within", "model", "conf_level" })
  given.model = check_model(given.model or "auto")
  series.check_unique(what, t, given.keys, { given.by })
  t = series.labelled(t, given)
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
  for _, b in ipairs(periods.breaks_between(joined:breaks(), given.by, first, last)) do
    out = out:note(("The series breaks at %s: %s Each side has a trend of its own."):format(b.from, b.why))
  end
  return out
end
