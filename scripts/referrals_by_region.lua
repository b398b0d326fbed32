-- Referrals to children's social care in the nine regions of England, 2013 to 2025: rates per 10,000
-- children, a small chart for each region, all on one scale.
local foi = require "foi"

local names = { E12000001 = "North East", E12000002 = "North West", E12000003 = "Yorkshire and The Humber",
  E12000004 = "East Midlands", E12000005 = "West Midlands", E12000006 = "East of England", E12000007 = "London",
  E12000008 = "South East", E12000009 = "South West" }
local codes = {}
for i = 1, 9 do codes[i] = "E1200000" .. i end

local referrals = foi.dataset "england_referrals":where { area_code = codes }
local children = foi.dataset "england_children_0_17":where { area_code = codes }
local rates = referrals:select("area_code", "year_ending_march", "referrals")
  :join(children:select("area_code", "year_ending_march", "children"), { "area_code", "year_ending_march" })
  :derive("region", function(row) return names[row.area_code] end, { title = "Region" })
  :rate { count = "referrals", population = "children", per = 10000, people = "children" }
  :select("region", "year_ending_march", "referrals", "children", "rate", "rate_lower", "rate_upper")

-- From the first year of the present population estimates to the last: no break lies between them.
local first, last = "2022", "2025"
local change = rates:where { year_ending_march = { first, last } }
  :compare { by = "year_ending_march", within = "region", count = "referrals", population = "children",
    reference = first, people = "children" }:where { year_ending_march = last }:sort "ratio"
local ranked = rates:where { year_ending_march = last }:sort "rate"
local lowest, highest = ranked:row(1), ranked:row(#ranked)

local up = {}
for i = 1, #change do
  if change:row(i).ratio_lower > 1 then up[#up + 1] = change:row(i).region end
end

local function against(row)
  return ("%s, %s times (95%% limits %s to %s)"):format(row.region, foi.fixed(row.ratio, 3),
    foi.fixed(row.ratio_lower, 3), foi.fixed(row.ratio_upper, 3))
end

foi.report { title = "Referrals to children's social care in the regions of England",
  subtitle = "Years ending 31 March 2013 to 2025" }
  :text(("In the year to March %s the rate of referrals was highest in the %s, %s per 10,000 children (95%% limits %s "
    .. "to %s), and lowest in the %s, %s (%s to %s)."):format(last, highest.region, foi.fixed(highest.rate, 1),
    foi.fixed(highest.rate_lower, 1), foi.fixed(highest.rate_upper, 1), lowest.region, foi.fixed(lowest.rate, 1),
    foi.fixed(lowest.rate_lower, 1), foi.fixed(lowest.rate_upper, 1)))
  :text(("From the year to March %s to that to March %s the rate rose in %d of the 9 regions (%s). It fell "
    .. "furthest in the %s, and rose furthest in the %s."):format(first, last, #up,
    table.concat(up, ", "), against(change:row(1)), against(change:row(#change))))
  :caution("Referrals follow what councils count as one as well as need: regions differ in both. The limits say how "
    .. "far chance alone could move a rate, not why regions differ.")
  :trend(rates, { by = "year_ending_march", series = "region", title = "Referrals in each region" })
  :forest(change, { value = "ratio", label = "region",
    title = ("The year to March %s against that to March %s"):format(last, first) })
