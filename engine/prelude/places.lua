-- Many places side by side. t:ranks: each rate with its rank and the ranks that chance allows it.
-- t:shrink: each rate drawn towards a common rate, the more the fewer people it rests on.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local series = core.module "series"

local places = {}

local ranking = "rank.ci.rates"

local function check(what, t, given)
  names.check(what, given)
  local out = {}
  for name, value in next, given do out[name] = value end
  for _, name in ipairs { "count", "group" } do names.need(what, given, name) end
  names.need(what, given, "population")
  out.per, out.conf_level, out.keys = given.per or 10000, given.conf_level or 0.95, lists.of(given.within)
  names.events(what, t, given.count)
  return out
end

-- t with the rates of its rows; one row a place.
local function with_rates(what, t, given)
  series.check_unique(what, t, given.keys, { given.group })
  series.check_no_total(what, t, given.group)
  local joined, population = rates.population_beside(what, t, given, lists.joined(given.keys, { given.group }))
  given.population_name = population
  return joined:rate { count = given.count, population = population, per = given.per,
    conf_level = given.conf_level, people = given.people }
end

-- Which of the rows have a rate, with their figures as the lists that a measure of many places takes.
local function figures(t, given, rows)
  local out = { rows = {}, count = {}, exposure = {}, events = 0, people = 0 }
  local count, exposure, rate = t:column(given.count), t:column(given.population_name), t:column "rate"
  for _, i in ipairs(rows) do
    if rate:mark(i) == "ok" then
      local n = #out.rows + 1
      out.rows[n], out.count[n], out.exposure[n] = i, count[i], exposure[i]
      out.events, out.people = out.events + count[i], out.people + exposure[i]
    end
  end
  return out
end

-- Values of some rows put in their places in a list that has false for the others.
local function place(list, values, rows)
  for k, i in ipairs(rows) do list[i] = values[k] end
end

-- Rank, best and worst rank of each row in its series, and how many are ranked there.
local function rank_lists(t, given)
  local out = { of = {} }
  for _, part in ipairs { "rank", "best", "worst" } do out[part] = lists.filled(#t, false) end
  for _, each in ipairs(series.rows("ranks", t, given.keys)) do
    local found = figures(t, given, each.rows)
    for _, i in ipairs(each.rows) do out.of[i] = #found.rows end
    if #found.rows > 0 then
      local answer = names.measure(ranking) { count = found.count, exposure = found.exposure,
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
    rates.level_text(given.conf_level), #given.keys > 0 and " of one " .. table.concat(given.keys, " and ") or ""),
    { columns = { "best", "worst" } })
  if missing == 0 then return t end
  return t:note(("%d of %d rows have no rate (%s), and so no rank. Ranks are among the others; with all figures "
    .. "they could be worse."):format(missing, #t, rates.marks_in_words(rate)),
    { columns = { "rank", "best", "worst" } })
end

-- t:ranks{count, population, group = "area", within = {"year"}, first = "largest", per = 10000}: t with
-- the columns rate, rate_lower, rate_upper, rank, best, worst, and of: how many have a rank.
function places.ranks(t, options)
  local given = check("ranks", t, options)
  local out = with_rates("ranks", t, given)
  local rate, ranks = out:column "rate", rank_lists(out, given)
  local titles = { rank = "Rank", best = "Best rank", worst = "Worst rank" }
  for _, part in ipairs { "rank", "best", "worst" } do
    out = out:derive(part, core.field(rates.marked_like(ranks[part], rate), { name = part, title = titles[part],
      count = true, measure = ranking, conf_level = part ~= "rank" and given.conf_level or 0 }))
  end
  out = out:derive("of", ranks.of, { title = "Ranked", count = true })
  return rank_notes(out, given)
end

-- What a measure of smoothing gives for the figures: the rates, what they are drawn towards, and
-- whether chance alone explains their differences; all per person.
local smoothing = {
  ["eb.marshall_global_smoothed_rates"] = function(found)
    local given = { observed = found.count, population = found.exposure }
    local moments = names.measure "eb.marshall_moments"(given)
    local answer = names.measure "eb.marshall_global_smoothed_rates"(given)
    return { rate = answer.smoothed_rate, towards = moments.gamma_mean, chance = moments.phi_variance == 0,
      note = answer.note or moments.note }
  end,
  ["eb.clayton_kaldor_gamma"] = function(found)
    local overall = found.events / found.people
    local expected = {}
    for k, n in ipairs(found.exposure) do expected[k] = n * overall end
    local answer = names.measure "eb.clayton_kaldor_gamma" { observed = found.count, expected = expected }
    local rate, chance = {}, answer.nu == math.huge
    for k, ratio in ipairs(answer.rr or {}) do rate[k] = ratio and ratio * overall end
    return { rate = rate, towards = chance and overall or answer.nu and overall * answer.nu / answer.alpha,
      chance = chance, note = answer.note }
  end,
}

local function check_method(method)
  if smoothing[method] then return method end
  names.measure(method) -- an error that suggests the nearest, where there is none of this name
  core.fail("A104", ("shrink: '%s' does not draw rates towards a common one"):format(method),
    "it is eb.clayton_kaldor_gamma or eb.marshall_global_smoothed_rates")
end

local few = 10 -- places, below which the spread of the true rates is a rough guess

-- Shrunken rate of each row, what it is drawn towards, and what there is to say about its series.
local function shrunken_lists(t, given)
  local all = series.rows("shrink", t, given.keys)
  local out = { shrunken = lists.filled(#t, false), towards = lists.filled(#t, false), series = #all, few = 0,
    chance = 0, notes = {} }
  for _, each in ipairs(all) do
    local found = figures(t, given, each.rows)
    local answer = #found.rows > 0 and smoothing[given.method](found) or { rate = {} }
    place(out.shrunken, answer.rate or {}, found.rows)
    for _, i in ipairs(each.rows) do out.towards[i] = answer.towards or false end
    out.few = out.few + (#found.rows < few and 1 or 0)
    out.chance = out.chance + (answer.chance and 1 or 0)
    out.notes[#out.notes + 1] = answer.note
  end
  return out
end

local function shrink_notes(t, given, found)
  local towards, rate = t:column "towards", t:column "rate"
  local missing = #t - (rate:marks().ok or 0)
  local function note(text, ...) t = t:note(text:format(...), { columns = { "shrunken", "towards" } }) end
  local where = ""
  if #given.keys > 0 then
    where = (", by %s: column \"%s\""):format(table.concat(given.keys, " and "), towards.title)
  elseif towards[1] then
    where = (": %s %s"):format(core.fixed(towards[1], 1), towards.unit)
  end
  note("Shrunken rates are drawn towards one rate that the rows with a rate have in common%s. They are for looking at "
    .. "many places together; a place's own rate stays what it was.", where)
  if found.chance > 0 then
    note("Chance alone explains the differences between the rates%s: their shrunken rates are the common one.",
      found.series > 1 and (" of %d of %d series"):format(found.chance, found.series) or "")
  end
  if found.few > 0 then note("With fewer than %d places the spread of the true rates is a rough guess.", few) end
  if missing > 0 then
    note("%d of %d rows have no rate (%s): they have no shrunken rate, and no part in the common one.", missing, #t,
      rates.marks_in_words(rate))
  end
  for _, text in ipairs(found.notes) do note("%s.", text) end
  return t
end

-- t:shrink{count, population, group = "area", within = {"year"}, method = "eb.marshall_global_smoothed_rates"}:
-- t with the columns rate, rate_lower, rate_upper, shrunken, and towards: what it is drawn towards.
function places.shrink(t, options)
  local given = check("shrink", t, options)
  given.method = check_method(given.method or "eb.marshall_global_smoothed_rates")
  local out = with_rates("shrink", t, given)
  local rate, found = out:column "rate", shrunken_lists(out, given)
  local words = { unit = rate.unit, measure = given.method, denominator = rate.denominator, decimals = 1, title =
    "Shrunken rate", name = "shrunken" }
  out = out:derive("shrunken", core.field(rates.marked_like(found.shrunken, rate) * given.per, words))
  words.name, words.title = "towards", "Shrunken towards"
  out = out:derive("towards", core.field(core.column(found.towards) * given.per, words))
  return shrink_notes(out, given, found)
end

return places
