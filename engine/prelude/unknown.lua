-- Events whose group is not known: what is said of them, and what is done with them.
local core = ...
local rates = core.module "rates"

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

return unknown
