-- What assessments found in one authority, 2018 to 2025: each factor as a share of the episodes with
-- any factor recorded, beside England, and domestic abuse year by year.
local foi = require "foi"

local area = foi.setting("area", "E06000016") -- Leicester
local year = foi.setting("year", "2025")
local followed = foi.setting("factor", "Domestic abuse parent")

local name = foi.dataset "england_areas":where { area_code = area }:row(1).area
local factors = foi.dataset "england_assessment_factors"

-- An episode can carry any number of factors: the base is the episodes with any, never their sum.
local function with_base(t)
  local base = t:where { factor = "Any factor" }
  base = base:derive("base", base.episodes, { title = "Episodes with any factor", count = true })
  return t:join(base:select("area_code", "year_ending_march", "base"), { "area_code", "year_ending_march" })
    :where(function(row) return row.factor ~= "Any factor" end)
end

local here = with_base(factors:where { area_code = area })
local now = here:where { year_ending_march = year }:proportion { count = "episodes", of = "base" }
  :sort("episodes", { descending = true })

-- The same year in England, joined by factor; a factor that either does not have stays, marked.
local england = with_base(factors:where { area_code = "E92000001", year_ending_march = year })
  :proportion { count = "episodes", of = "base" }
england = england:derive("england", england:column "percentage", { title = "England", unit = "%", decimals = 1 })
  :select("factor", "england")
now = now:select("factor", "episodes", "base", "percentage", "percentage_lower", "percentage_upper")
  :join(england, "factor")

local yearly = here:where { factor = followed }
local by_year = yearly:proportion { count = "episodes", of = "base" }
local first, last = by_year:row(1), by_year:row(#by_year)

local top = now:row(1)
foi.report { title = "What assessments found in " .. name,
  subtitle = "Factors identified at the end of assessment, years ending 31 March 2018 to " .. year }
  :text(("In the year to March %s the factor recorded most often was \"%s\": in %s of the %s episodes with any "
    .. "factor, %s%% (95%% limits %s%% to %s%%); in England it was %s%%."):format(
    year, top.factor, foi.fixed(top.episodes, 0), foi.fixed(top.base, 0), foi.fixed(top.percentage, 1),
    foi.fixed(top.percentage_lower, 1), foi.fixed(top.percentage_upper, 1), foi.fixed(top.england, 1)))
  :text(("\"%s\" was recorded in %s%% of these episodes in the year to March %s and in %s%% in the year to March "
    .. "%s."):format(followed, foi.fixed(first.percentage, 1), first.year_ending_march,
    foi.fixed(last.percentage, 1), last.year_ending_march))
  :caution("Factors overlap: the percentages add up to more than 100%. Physical and sexual abuse were split into abuse "
    .. "by a child and by an adult in 2021; they must not be compared across that year.")
  :table(now, { title = name .. " and England, year to March " .. year })
  :forest(now, { value = "percentage", label = "factor", title = name .. ", share of episodes with any factor" })
  :table(by_year, { title = followed .. ", by year", columns = { "year_ending_march", "episodes", "base", "percentage",
    "percentage_lower", "percentage_upper" } })
  :cannot("How many children had each factor", "the return counts episodes; a child can have several in a year.")
