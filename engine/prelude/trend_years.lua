-- The years of a trend: the runs without a break, which of their years have figures, and between which
-- ratios the trend lies whatever the hidden ones are.
local core = ...
local rates = core.module "rates"
local periods = core.module "periods"

local trend_years = {}

-- The rows of t in runs without a break, in the order of the years: {{row, year, label}, ...} each.
function trend_years.runs(t, by)
  local years, order = periods.numbers(t:column(by)), {}
  for i = 1, #years do order[i] = i end
  table.sort(order, function(a, b) return years[a] < years[b] end)
  local runs = {}
  for at, i in ipairs(order) do
    local before = at > 1 and years[order[at - 1]]
    if at == 1 or #periods.breaks_between(t:breaks(), by, before, years[i]) > 0 then runs[#runs + 1] = {} end
    local run = runs[#runs]
    run[#run + 1] = { row = i, year = years[i], label = tostring(t:column(by)[i]) }
  end
  return runs
end

-- Fills in the figures of a year: its people and the least and the most events; without one figure
-- each the reason, and its mark.
local function read_figures(point, count, people)
  point.people, point.low, point.high = people[point.row], rates.count_between(count, point.row)
  local lacking = point.people == nil and people or point.low == nil and count or point.low ~= point.high and count
  if not lacking then return end
  point.mark = lacking:mark(point.row)
  point.reason = (lacking == people and "people " or "") .. rates.mark_in_words(point.mark)
end

-- Is anything known of what its count can be?
local function is_bounded(point) return point.people ~= nil and point.low ~= nil end

-- The years of a run by what is known of them: those with figures, those left out, how many of these
-- are hidden, and all that the trend would have; the latter is nil where one has no bounds.
function trend_years.sorted(run, count, people)
  local out = { known = {}, left_out = {}, hidden = 0, all = {} }
  for _, point in ipairs(run) do
    read_figures(point, count, people)
    if point.reason == nil then out.known[#out.known + 1] = point else out.left_out[#out.left_out + 1] = point end
    if point.reason and point.mark ~= "not_applicable" then
      out.hidden, out.mark = out.hidden + 1, out.mark or point.mark
      if not is_bounded(point) then out.open = true end
    end
    if point.reason == nil or is_bounded(point) then out.all[#out.all + 1] = point end
  end
  if out.open then out.all = nil end
  return out
end

-- The arguments of a model, each year's events as 'pick' has them.
function trend_years.arguments(points, pick)
  local out = { count = {}, exposure = {}, x = {} }
  for i, point in ipairs(points) do
    out.count[i], out.exposure[i], out.x[i] = pick(i, point), point.people, point.year
  end
  return out
end

-- The mean year of the events; nil where there are none.
local function mean_year(asked)
  local events, years = 0, 0
  for i, count in ipairs(asked.count) do
    events, years = events + count, years + count * (asked.x[i] - asked.x[1])
  end
  return events > 0 and asked.x[1] + years / events or nil
end

-- The arguments whose events lie the latest ('later'), or the earliest, that the bounds allow, and their
-- mean year. For some year all counts after it are at one end and all before it at the other, because
-- more events move the mean towards their year; so each year is tried as that one. A count without an
-- upper end stays at its lower one.
local function outermost(points, later)
  local best, best_mean
  for cut = 0, #points do
    local asked = trend_years.arguments(points, function(i, point)
      return (i > cut) == later and point.high < math.huge and point.high or point.low
    end)
    local mean = mean_year(asked)
    if mean and (best == nil or (mean > best_mean) == later) then best, best_mean = asked, mean end
  end
  return best, best_mean
end

-- Would more events in a year without an upper end move the mean further?
local function is_open(points, mean, later)
  for _, point in ipairs(points) do
    if point.high == math.huge and point.year ~= mean and (point.year > mean) == later then return true end
  end
  return false
end

-- The least and the greatest ratio for one more year, every hidden count anywhere in its bounds: {low,
-- high}, each nil where it is open. The ratio of a log-linear Poisson trend is that at which the mean year
-- of the fitted events is that of the events, and the former grows with the ratio. So the ratio is least
-- and greatest where the mean year is.
function trend_years.range(points)
  local out = {}
  for key, later in next, { low = false, high = true } do
    local asked, mean = outermost(points, later)
    if asked and not is_open(points, mean, later) then
      out[key] = core.stats.trend.poisson_loglinear(asked).annual_rate_ratio
    end
  end
  return out
end

return trend_years
