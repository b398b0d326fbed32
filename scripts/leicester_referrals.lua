-- Referrals to children's social care in Leicester, year by year, against the East Midlands and
-- England: rates per 10,000 children, each year against a reference year, and whether a trend can be quoted.
local foi = require "foi"

local reference = foi.setting("reference", "2018")
local places = { E06000016 = "Leicester", E12000004 = "East Midlands", E92000001 = "England" }
local codes = { "E06000016", "E12000004", "E92000001" }

local referrals = foi.dataset "england_referrals":where { area_code = codes }
local children = foi.dataset "england_children_0_17":where { area_code = codes }

-- A year ending 31 March Y uses the population of mid-(Y-1): the population table carries that rule as
-- year_ending_march, so that the two are joined on it and cannot be a year apart.
local function named(t)
  return t:derive("place", function(row) return places[row.area_code] end, { title = "Place" })
end
local both = named(referrals:select("area_code", "year_ending_march", "referrals"))
  :join(children:select("area_code", "year_ending_march", "children"), { "area_code", "year_ending_march" })

local leicester = both:where { place = "Leicester" }
local years = leicester:compare { by = "year_ending_march", count = "referrals", population = "children",
  reference = reference, people = "children", across_breaks = true }
local trends = both:trend { by = "year_ending_march", count = "referrals", population = "children", within = "place" }

-- The same year in three places: one column a place.
local rates = both:rate { count = "referrals", population = "children", per = 10000, people = "children" }
local side_by_side = rates:pivot { rows = "year_ending_march", across = "place", values = "rate" }

-- In how many years is Leicester's rate below both of the others?
local below = 0
for i = 1, #side_by_side do
  local row = side_by_side:row(i)
  if row.Leicester < row.England and row.Leicester < row["East Midlands"] then below = below + 1 end
end
local last = side_by_side:row(#side_by_side)

local function in_year(year) return years:where { year_ending_march = year }:row(1) end
local fall, rise = in_year "2019", in_year "2021"

foi.report { title = "Referrals to children's social care in Leicester",
  subtitle = "Years ending 31 March 2013 to 2025, against the East Midlands and England" }
  :text(("In the year to March %s there were %s referrals in Leicester, %s per 10,000 children; in the East Midlands "
    .. "there were %s and in England %s per 10,000. Leicester's rate was below both in %d of %d years."):format(
    last.year_ending_march, foi.fixed(in_year(last.year_ending_march).referrals, 0), foi.fixed(last.Leicester, 1),
    foi.fixed(last["East Midlands"], 1), foi.fixed(last.England, 1), below, #side_by_side))
  :text(("In the year to March 2019 there were %s referrals, %s per 10,000 children: %s times the rate of the year to "
    .. "March %s (95%% limits %s to %s). In the year to March 2021 it was %s per 10,000 children, %s times the rate of "
    .. "the year to March %s (95%% limits %s to %s)."):format(
    foi.fixed(fall.referrals, 0), foi.fixed(fall.rate, 1), foi.fixed(fall.ratio, 3), reference,
    foi.fixed(fall.ratio_lower, 3), foi.fixed(fall.ratio_upper, 3), foi.fixed(rise.rate, 1), foi.fixed(rise.ratio, 3),
    reference, foi.fixed(rise.ratio_lower, 3), foi.fixed(rise.ratio_upper, 3)))
  :caution("Steps of this size within two years can be changes of recording as well as of need: the figures cannot "
    .. "tell. The limits say how far chance alone could move them, not why they moved.")
  :caution("The population estimates step by about 1% between mid-2020 and mid-2021. The years from 2022 are compared "
    .. "with those before all the same, because the referrals move by far more; each side has a trend of its own.")
  :table(years, { title = "Leicester, each year against " .. reference,
    columns = { "year_ending_march", "referrals", "children", "rate", "ratio", "ratio_lower", "ratio_upper",
      "p_value", "p_adjusted" } })
  :forest(years, { value = "ratio", label = "year_ending_march",
    title = "Leicester's rate of referrals against " .. reference })
  :trend(rates, { by = "year_ending_march", series = "place", title = "Referrals per 10,000 children, year by year" })
  :table(side_by_side, { title = "Referrals per 10,000 children, three places" })
  :heading "Is there a trend?"
  :text("A trend is quoted with limits that allow for years varying more than chance would make them. Where the "
    .. "dispersion is far above 1, one ratio a year says little about any single year.")
  :table(trends, { title = "Ratio for one more year, by place" })
  :cannot("Whether need fell in 2019",
    "referrals count requests for services, and the national return does not say how they were recorded.")
