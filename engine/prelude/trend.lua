-- t:trend: one ratio of rates a year over each run of years without a break, with its overdispersion
-- tested.
local core = ...
local rates = core.module "rates"
local lists = core.module "lists"
local series = core.module "series"
local years = core.module "trend_years"
local as_table = core.module "trend_table"

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

-- The dispersion and its test, into 'row'; a note where they are not defined.
local function test_dispersion(row, asked)
  local quasi = core.stats.trend.quasipoisson(asked)
  if quasi.note then return quasi.note end
  local df = row.years - 2
  row.dispersion = quasi.dispersion
  row.p_dispersion = core.stats.distribution.chisq.probability {
    x = quasi.dispersion * df, df = df, tail = "upper" }.value
end

-- The ratio for one more year by the model to be quoted, into 'row'; a note where it is not defined.
local function fit(row, points, given)
  if #points < 3 then
    return ("a trend needs three years with figures, and %s to %s has %d"):format(row.from, row.to, #points)
  end
  local asked = years.arguments(points, function(_, point) return point.low end)
  asked.conf_level = given.conf_level
  local note = test_dispersion(row, asked)
  if note then return note end
  local chosen = core.stats.trend[models[chosen_model(given.model, row.p_dispersion)]](asked)
  if chosen.note then return chosen.note end
  row.measure = chosen.measure
  row.ratio, row.lower, row.upper, row.p = chosen.annual_rate_ratio, chosen.lower, chosen.upper, chosen.slope_p
end

-- "2018 (suppressed) and 2020/21 (people not available)"
local function reasons_in_words(left_out)
  local words = {}
  for i, point in ipairs(left_out) do words[i] = ("%s (%s)"):format(point.label, point.reason) end
  return lists.in_words(words)
end

-- The trend of one run of years. Where it lacks years only because they are hidden, so is the trend.
local function result(run, count, people, given)
  local first, last, found = run[1], run[#run], years.sorted(run, count, people)
  local row = { from = first.label, to = last.label, first = first.year, last = last.year, years = #found.known,
    hidden = found.hidden, left_out = #found.left_out, why = reasons_in_words(found.left_out), range = {} }
  row.note = fit(row, found.known, given)
  local enough = row.years + row.hidden >= 3
  if row.hidden > 0 and enough and found.all and given.model ~= "negative_binomial" then
    row.range = years.range(found.all)
  end
  if row.years < 3 and enough then row.mark = found.mark end
  return row
end

-- t:trend{by = "year", count, population, within = {"area"}, model = "auto"}: one row for each series and run of years
-- without a break. Limits and p-value are Poisson's where the counts vary as Poisson counts do, and
-- quasi-Poisson's where the dispersion test says that they vary more (p < 0.05), or the model's that is
-- asked for.
return function(t, options)
  local what = "trend"
  local given = series.check(what, t, options)
  given.model = check_model(given.model or "auto")
  series.check_unique(what, t, given.keys, { given.by })
  t = series.labelled(t, given)
  local joined, population = rates.population_beside(what, t, given, lists.joined(given.keys, { given.by }))
  given.population_title = joined:column(population).title or population
  local rows = {}
  for _, each in ipairs(series.split(joined, given.keys)) do
    local count, people = each.table:column(given.count), each.table:column(population)
    for _, run in ipairs(years.runs(each.table, given.by)) do
      local row = result(run, count, people, given)
      row.labels = each.labels
      rows[#rows + 1] = row
    end
  end
  return as_table(joined, given, rows)
end
