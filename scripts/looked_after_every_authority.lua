-- Children looked after, every authority of England: which lie further from the national rate than
-- chance and the usual spread between authorities would put them, and how sure is anyone's rank?
local foi = require "foi"

local year = foi.setting("year", "2023")
local fewest = 5 -- expected children below which an authority is too small to be judged by a funnel

local areas = foi.dataset "england_areas":select("area_code", "area", "region")
local looked_after = foi.dataset "england_looked_after_by_ethnicity"
  :where { level = "LA", year_ending_march = year, group = "Total" }:select("area_code", "looked_after")
local children = foi.dataset "england_children_0_17":where { level = "LA", year_ending_march = year }
  :select("area_code", "children")

-- Every authority stays in the table, those without a figure too.
local all = looked_after:join(children, "area_code", { optional = true }):join(areas, "area_code")
local known = all:where(function(row) return row.looked_after ~= nil and row.children ~= nil end)
local totals = known:sum("looked_after", "children"):row(1)
local national = totals.looked_after / totals.children

local expected = foi.column(known.children * national, { name = "expected", title = "Expected at the national rate",
  decimals = 1 })
-- The usual spread is estimated on a log scale, from the authorities with anyone looked after.
local some = known:derive("expected", expected):where(function(row) return row.looked_after > 0 end)
local spread = foi.stats.funnel.overdispersion_shmi { observed = some.looked_after, expected = some.expected }
local limits = foi.stats.funnel.limits_overdispersed { expected = expected, phi = spread.phi, tau2 = spread.tau2 }
local chance = foi.stats.funnel.limits_overdispersed { expected = expected }
local smr = foi.stats.smr.ci.exact { observed = known.looked_after, expected = expected }
local ranks = foi.stats.rank.ci.rates { count = known.looked_after, exposure = known.children }

local result = known:rate { count = "looked_after", population = "children", per = 10000, people = "children" }
  :derive("ratio", smr.smr, { title = "Ratio to the national rate", decimals = 2 })
  :derive("lower", smr.lower, { title = "Ratio: lower limit", decimals = 2 })
  :derive("upper", smr.upper, { title = "Ratio: upper limit", decimals = 2 })
  :derive("low", limits.lower_3s, { title = "Funnel: lower 99.8% limit", decimals = 2 })
  :derive("high", limits.upper_3s, { title = "Funnel: upper 99.8% limit", decimals = 2 })
  :derive("chance_low", chance.lower_3s):derive("chance_high", chance.upper_3s)
  :derive("rank", ranks.rank, { title = "Rank", count = true })
  :derive("best", ranks.best, { title = "Best rank", count = true })
  :derive("worst", ranks.worst, { title = "Worst rank", count = true })

result = result:derive("expected", expected)
local function beyond(low, high)
  return function(row)
    return row.expected >= fewest and (row.ratio < row[low] or row.ratio > row[high])
  end
end
local by_chance = result:where(beyond("chance_low", "chance_high"))
local outside = result:where(beyond("low", "high"))

local middle = math.floor(#result / 2)
local median = result:sort "rank":row(middle)

local report = foi.report { title = "Children looked after, every authority",
  subtitle = "England, 31 March " .. year }
  :text(all:answered { column = "looked_after", of = "area_code", called = "authorities" }
    .. (" In the %d with an estimate of their children, %s children are looked after, %s per 10,000. Allowing for "
    .. "chance alone, %d lie beyond the 99.8%% funnel limits. Authorities differ for many reasons; allowing for that "
    .. "usual spread too (variance %s on the log scale), %d do."):format(
    #result, foi.fixed(totals.looked_after, 0), foi.fixed(national * 10000, 1), #by_chance,
    foi.fixed(spread.tau2, 3), #outside))
  :caution(("Ranks are less certain than they look: %s is number %d of %d, its 95%% interval runs from "
    .. "rank %d to %d."):format(
    median.area, median.rank, #result, median.best, median.worst))
if #outside > 0 then
  report:table(outside:sort("ratio", { descending = true }), {
    title = "Authorities beyond the 99.8% limits of an overdispersed funnel",
    columns = { "area", "region", "looked_after", "children", "rate", "ratio", "lower", "upper", "low", "high" } })
end
report:table(result:sort "rank", { title = "All authorities with figures, by rank",
    columns = { "rank", "best", "worst", "area", "looked_after", "children", "rate", "rate_lower", "rate_upper",
      "ratio", "low", "high" } })
  :cannot("Whether an authority looks after too many or too few children",
    "need, age and deprivation differ between authorities and are not in these figures.")
