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

foi.report { title = "Referrals in the regions of England" }
  :trend(rates, { by = "year_ending_march", series = "region", title = "Referrals by region" })
  :forest(rates:where { year_ending_march = { "2024", "2025" } }, { value = "rate", panels = "year_ending_march", title = "Two years" })
