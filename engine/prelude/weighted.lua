-- The weighted risk ratio of every group of a series, whose others are mixed as in another place; with
-- its ends where a count is hidden.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local rates = core.module "rates"
local series = core.module "series"

local weighted = { measure = "disproportion.weighted_risk_ratio" }

-- The figures of some rows as lists, those of a hidden count as the ends that 'pick' chooses.
local function figures(all, rows, name, pick)
  local column, out = all:column(name), {}
  for k, i in ipairs(rows) do
    local low, high = rates.count_between(column, i)
    out[k] = pick and pick(k, low, high) or low
    if low == nil or high == math.huge or (pick == nil and low ~= high) then return nil end
  end
  return out
end

-- The measure is of people among people: nothing is weighed where events are counted over other things.
local function are_risks(events, people, far)
  for k = 1, #events do
    if people[k] % 1 ~= 0 or far[k] % 1 ~= 0 or events[k] > people[k] then return false end
  end
  return true
end

-- The weighted ratio of each row of a series, or nothing and the reason.
local function weigh(all, given, rows, pick)
  local events, people = figures(all, rows, given.count, pick), figures(all, rows, given.population_name)
  local far = figures(all, rows, "elsewhere_population")
  if not (events and people and far) then return nil end
  if not are_risks(events, people, far) then
    return nil, "the weighted risk ratio is of whole numbers of people, not of more events than people"
  end
  local answer = names.measure(weighted.measure) { events = events, children = people, state_children = far }
  return answer.ratio, answer.ratio == nil and answer.note or nil
end

-- The least or greatest that the k-th weighted ratio can be: its own count at one end, those of the
-- others at the other.
local function weigh_end(all, given, rows, k, least)
  local found = weigh(all, given, rows, function(at, low, high)
    if (at == k) == least then return low end
    return high
  end)
  return found and found[k] or false
end

-- The column of all rows, and the reasons why some have no ratio.
function weighted.column(all, given)
  local out, low, high, reasons = {}, {}, {}, {}
  for _, each in ipairs(series.rows(given.what, all, given.keys)) do
    local found, reason = weigh(all, given, each.rows)
    if reason and not lists.has(reasons, reason) then reasons[#reasons + 1] = reason end
    for k, i in ipairs(each.rows) do
      out[i] = found and found[k] or false
      low[i] = found and found[k] or weigh_end(all, given, each.rows, k, true)
      high[i] = found and found[k] or weigh_end(all, given, each.rows, k, false)
    end
  end
  local marks = all:column "total_count" + all:column "total_population" + all:column "elsewhere_total_population"
  return core.bounded(rates.marked_like(out, marks), core.column(low), core.column(high)), reasons
end

return weighted
