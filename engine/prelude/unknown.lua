-- Events whose group is not known: left out, bounded, shared out, or all of it side by side. To share
-- them out is an assumption; it is named in titles and notes.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local rates = core.module "rates"
local groups = core.module "groups"
local comparison = core.module "comparison"

local unknown = {}

local sharing = "disproportion.unknown_allocated"
local in_words = {
  left_out = "unknown left out", proportional = "unknown shared in proportion to known events",
  population = "unknown shared in proportion to people", all = "all unknown in this group",
}

-- "Rate, unknown left out"
function unknown.title(title, convention) return ("%s, %s"):format(title, in_words[convention]) end

-- The number of events in words, with its bounds where it is hidden.
local function events_in_words(column)
  if column[1] then return rates.grouped(column[1]) .. " events" end
  local low, high = column:bounds(1)
  if low and low == high then return rates.grouped(low) .. " events" end
  local between = rates.between_in_words(low, high, rates.grouped)
  return between and ("%s events (%s)"):format(lists.capital(between), column:mark(1))
    or ("Events whose number is not known (%s)"):format(column:mark(1))
end

local sentences = {
  bounds = "%s are in no rate. The lowest and highest ratio put all of them into %s or all into the group.",
  drop = "%s are in no rate.",
  proportional = "%s are shared out in proportion to the known events of each group: an assumption that the figures "
    .. "cannot test. It leaves every ratio and the index as they are. Limits are those of the observed counts, "
    .. "multiplied like the rates.",
  side_by_side = "%s are left out, shared out, or put into one group, as each column says. Shared in proportion to "
    .. "the known events they leave every ratio as it is, and limits are those of the observed counts, multiplied "
    .. "like the rates; shared in proportion to people they bring the rates closer to each other. Both are "
    .. "assumptions. Certain is only that each ratio lies between the lowest and the highest, with all of them in %s "
    .. "or all in the group.",
}

-- What is said of the unknown events, a table with a row a series, under a convention (nil: drop).
function unknown.note(lost, count, convention, reference)
  local who = #lost == 1 and events_in_words(lost:column(count)) .. " have no known group and"
    or "Events that have no known group"
  return sentences[convention or "drop"]:format(who, reference)
end

-- The lowest and highest ratio whatever the unknowns are, and whatever hidden counts are where there
-- are some. Returns the measure's name and its answer.
local function range(all, given, most)
  local name, pair = "bounds.rateratio", comparison.pair(all, given)
  local found = comparison.range(name, pair, { unknown = most })
  if found then return name, found end
  name, pair.unknown = "disproportion.unknown_bounds", most
  return name, names.measure(name)(pair)
end

-- t with the columns unknown_lower and unknown_upper, from the answer of a measure of bounds.
function unknown.add_range(t, measure, answer, given, denominator)
  local titles = { lower = "Lowest ratio whatever the unknowns are", upper = "Highest ratio whatever the unknowns are" }
  for _, side in ipairs { "lower", "upper" } do
    local column = core.field(answer:column(side), {
      name = "unknown_" .. side, title = titles[side], measure = measure,
      comparator = given.comparator or given.reference, denominator = denominator, decimals = 3, conf_level = 0 })
    t = t:derive(column.name, groups.mark_reference(column, given))
  end
  return t
end

-- The same of the rates. None of the unknown can be in a comparison group of another place:
-- given.is_here has 0 for such rows, 1 for the others (nil: all are here).
function unknown.add_bounds(t, all, given)
  local most = select(2, core.ends(all:column "unknown_count"))
  local measure, answer = range(all, given, most)
  if given.is_here then
    answer = answer:derive("lower", select(2, range(all, given, most * given.is_here)):column "lower")
  end
  return unknown.add_range(t, measure, answer, given, given.population_title)
end

-- The events of a group with its share of the unknown ones: in proportion to its people, or (nil) to
-- its known events. The share grows with the group's own events and falls with those of the others.
local function shared(all, count, people)
  local lost, others = all:column "unknown_count", comparison.less(all:column "total_count", count)
  local function answer(own, rest, more)
    return names.measure(sharing) { count = own, unknown = more, part = people or own,
      whole = people and all:column "total_population" or own + rest }
  end
  local found = answer(count, others, lost)
  local own_low, own_high = core.ends(count)
  local rest_low, rest_high = core.ends(others)
  local lost_low, lost_high = core.ends(lost)
  return core.bounded(found:column "estimate", answer(own_low, rest_high, lost_low):column "estimate",
    answer(own_high, rest_low, lost_high):column "estimate"), found
end

-- By what the events of every group are multiplied when the unknown are shared in proportion to them.
local function factor(all) return all:column "unknown_count" / all:column "total_count" + 1 end

-- The answer of a measure of rates of known events, or of what they exceed, with the unknown shared in
-- proportion to them; 'estimate' has the bounds of hidden counts.
function unknown.multiplied(answer, all, estimate)
  local times = factor(all)
  return answer:derive("estimate", estimate):derive("lower", answer:column "lower" * times)
    :derive("upper", answer:column "upper" * times)
end

-- The answer of the measure of rates, with the unknown shared in proportion to known events.
function unknown.proportional_rate(answer, all, given)
  local events, found = shared(all, all:column(given.count))
  local out = unknown.multiplied(answer, all, events / all:column(given.population_name))
  for _, note in ipairs(found:notes()) do out = out:note(note) end
  return out
end

function unknown.proportional_excess(answer, all, plain)
  return unknown.multiplied(answer, all, plain * factor(all))
end

-- t with the rates of the other conventions without limits: rate_population and rate_all.
function unknown.add_rates(t, all, given)
  local count, people = all:column(given.count), all:column(given.population_name)
  local columns = { population = shared(all, count, people) / people * given.per,
    all = (count + all:column "unknown_count") / people * given.per } -- bounds follow
  local measures = { population = sharing, all = rates.default.rate }
  for _, convention in ipairs { "population", "all" } do
    t = t:derive("rate_" .. convention, core.field(columns[convention], { title = unknown.title("Rate", convention),
      unit = rates.per_unit(given.per, given.people), measure = measures[convention],
      denominator = given.population_title, decimals = 1, conf_level = 0 }))
  end
  return t
end

-- t with ratio_population: of the rates with the unknown shared in proportion to people.
function unknown.add_ratio(t, all, given)
  local pair = comparison.pair(all, given)
  local ratio = shared(all, pair.count1, pair.exposure1) / pair.exposure1
    / (shared(all, pair.count0, pair.exposure0) / pair.exposure0)
  return t:derive("ratio_population", groups.mark_reference(core.field(ratio, { name = "ratio_population",
    title = unknown.title("Rate ratio", "population"), measure = sharing, comparator = given.comparator,
    denominator = given.population_title, decimals = 3 }), given))
end

return unknown
