-- Many places side by side: t:ranks, each rate with its rank and the ranks that chance allows it.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local series = core.module "series"

local places = {}

local measure = "rank.ci.rates"

local function check(what, t, given, known)
  names.check(what, given, known)
  local out = {}
  for name, value in next, given do out[name] = value end
  for _, name in ipairs { "count", "label" } do names.need(what, given, name, "string") end
  names.need(what, given, "population")
  out.per, out.conf_level, out.keys = given.per or 10000, given.conf_level or 0.95, lists.of(given.within)
  t:column(given.count)
  return out
end

-- t with the rates of its rows; one row a place.
local function with_rates(what, t, given)
  series.check_unique(what, t, given.keys, { given.label })
  series.check_no_total(what, t, given.label)
  local joined, population = rates.population_beside(what, t, given, lists.joined(given.keys, { given.label }))
  given.population_name = population
  return joined:rate { count = given.count, population = population, per = given.per,
    conf_level = given.conf_level, people = given.people }
end

-- Which of the rows have a rate, with their figures as the lists that a measure of many places takes.
local function figures(t, given, rows)
  local out = { rows = {}, count = {}, exposure = {} }
  local count, exposure, rate = t:column(given.count), t:column(given.population_name), t:column "rate"
  for _, i in ipairs(rows) do
    if rate:mark(i) == "ok" then
      local n = #out.rows + 1
      out.rows[n], out.count[n], out.exposure[n] = i, count[i], exposure[i]
    end
  end
  return out
end

-- Values of some rows put in their places in a list that has false for the others.
local function place(list, values, rows)
  for k, i in ipairs(rows) do list[i] = values[k] end
end

-- A column from a list with false for each row that is marked in 'like', and marked as there.
local function marked_like(list, like)
  local column = core.column(list)
  for mark in next, like:marks() do
    local marked = {}
    for i = 1, #like do marked[i] = mark ~= "ok" and like:mark(i) == mark end
    column = core.mark(column, marked, mark)
  end
  return column
end

local function nothing(n)
  local out = {}
  for i = 1, n do out[i] = false end
  return out
end

-- Rank, best and worst rank of each row in its series, and how many are ranked there.
local function rank_lists(t, given)
  local out = { rank = nothing(#t), best = nothing(#t), worst = nothing(#t), of = {} }
  for _, each in ipairs(series.rows("ranks", t, given.keys)) do
    local found = figures(t, given, each.rows)
    for _, i in ipairs(each.rows) do out.of[i] = #found.rows end
    if #found.rows > 0 then
      local answer = names.measure(measure) { count = found.count, exposure = found.exposure,
        first = given.first, together = given.together, conf_level = given.conf_level }
      for _, part in ipairs { "rank", "best", "worst" } do place(out[part], answer[part], found.rows) end
    end
  end
  return out
end

-- How the intervals hold, and which rows have no rank.
local function rank_notes(t, given)
  local rate = t:column "rate"
  local missing = #t - (rate:marks().ok or 0)
  t = t:note(("Best and worst ranks are simultaneous: with %s confidence all of them%s hold at once."):format(
    rates.level_text(given.conf_level), #given.keys > 0 and " of one " .. table.concat(given.keys, " and ") or ""))
  if missing == 0 then return t end
  return t:note(("%d of %d rows have no rate (%s), and so no rank. Ranks are among the others; with all figures "
    .. "they could be worse."):format(missing, #t, rates.marks_in_words(rate)))
end

-- t:ranks{count, population, label = "area", within = {"year"}, first = "largest", per = 10000}: t with
-- the columns rate, rate_lower, rate_upper, rank, best, worst, and of: how many have a rank.
function places.ranks(t, options)
  local given = check("ranks", t, options, { "count", "population", "label", "within", "first", "together", "per",
    "conf_level", "people" })
  local out = with_rates("ranks", t, given)
  local rate, ranks = out:column "rate", rank_lists(out, given)
  local titles = { rank = "Rank", best = "Best rank", worst = "Worst rank" }
  for _, part in ipairs { "rank", "best", "worst" } do
    out = out:derive(part, core.field(marked_like(ranks[part], rate), { name = part, title = titles[part],
      count = true, measure = measure, conf_level = part ~= "rank" and given.conf_level or 0 }))
  end
  out = out:derive("of", ranks.of, { title = "Ranked", count = true })
  return rank_notes(out, given)
end

return places
