-- Events whose group is not known: what is said of them, and what is done with them.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local groups = core.module "groups"
local comparison = core.module "comparison"

local unknown = {}

-- The number of events in words, with its bounds where it is hidden.
local function events_in_words(column)
  if column[1] then return rates.grouped(column[1]) .. " events" end
  local low, high = column:bounds(1)
  if low and low == high then return rates.grouped(low) .. " events" end
  if low and high then
    return ("Between %s and %s events (%s)"):format(rates.grouped(low), rates.grouped(high), column:mark(1))
  end
  return ("Events whose number is not known (%s)"):format(column:mark(1))
end

-- "827 events have no known group and are in no rate.": of the table of unknown events, a row a series.
function unknown.note(lost, count)
  if #lost > 1 then return "Events that have no known group are in no rate." end
  return events_in_words(lost:column(count)) .. " have no known group and are in no rate."
end

-- The lowest and highest ratio whatever the unknowns are, and whatever hidden counts are where there
-- are some. Returns the measure's name and its answer.
local function range(all, given)
  local most = select(2, core.ends(all:column "unknown_count"))
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
      comparator = given.reference, denominator = denominator, decimals = 3, conf_level = 0 })
    t = t:derive(column.name, groups.mark_reference(column, given))
  end
  return t
end

function unknown.add_bounds(t, all, given)
  local measure, answer = range(all, given)
  return unknown.add_range(t, measure, answer, given, given.population_title)
end

return unknown
