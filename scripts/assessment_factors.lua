-- What assessments found in one authority, 2018 to 2025: each factor as a share of the episodes with
-- any factor recorded, beside England, one factor year by year, and the abuse that was split in 2021.
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
local in_england = england
  :derive("england", england:column "percentage", { title = "England", unit = "%", decimals = 1 })
  :select("factor", "england")
now = now:select("factor", "episodes", "base", "percentage", "percentage_lower", "percentage_upper")
  :join(in_england, "factor")

local yearly = here:where { factor = followed }
local by_year = yearly:proportion { count = "episodes", of = "base" }
local first, last = by_year:row(1), by_year:row(#by_year)

-- A factor that had many episodes in the year before and has none now: a gap in recording looks like this.
local many = 10
local earlier = here:where { year_ending_march = tostring(tonumber(year) - 1) }
local gone = {}
for i = 1, #earlier do
  local before = earlier:row(i)
  local after = now:where { factor = before.factor }:row(1).episodes
  if before.episodes and before.episodes >= many and after == 0 then
    gone[#gone + 1] = ("\"%s\" (%s in the year before)"):format(before.factor, foi.fixed(before.episodes, 0))
  end
end

-- The chart has as many as fit a page.
local most, at = 15, 0
local drawn = now:where(function()
  at = at + 1
  return at <= most
end)
local function shares_in(t, place)
  return t:derive("place", function() return place end, { title = "Area" })
    :select("factor", "place", "percentage", "percentage_lower", "percentage_upper")
end
local factors_drawn = {}
for i = 1, #drawn do factors_drawn[i] = drawn.factor[i] end
local beside_england = shares_in(drawn, name):concat(shares_in(england:where { factor = factors_drawn }, "England"))

-- Abuse: one unsplit figure up to 2020, two from 2021 on.
local split = here:where { factor = { "Physical abuse unsplit", "Physical abuse by adult", "Physical abuse by child",
  "Sexual abuse unsplit", "Sexual abuse by adult", "Sexual abuse by child" } }
  :pivot { rows = "year_ending_march", across = "factor", values = "episodes" }

local abuse = here:where { factor = { "Physical abuse unsplit", "Physical abuse by adult", "Physical abuse by child" } }
  :where(function(row) return (row.factor == "Physical abuse unsplit") == (row.year_ending_march < "2021") end)
  :proportion { count = "episodes", of = "base" }

local function percent(row)
  if row.percentage == nil then return "a number of episodes that is hidden or missing" end
  return ("%s of %s episodes (%s%%, 95%% limits %s%% to %s%%)"):format(foi.fixed(row.episodes, 0),
    foi.fixed(row.base, 0), foi.fixed(row.percentage, 1), foi.fixed(row.percentage_lower, 1),
    foi.fixed(row.percentage_upper, 1))
end

local top = now:row(1)
local report = foi.report { title = "What assessments found in " .. name,
  subtitle = "Factors identified at the end of assessment, years ending 31 March 2018 to " .. year }
if top.england == nil or top.percentage == nil then
  report:cannot("Which factor was recorded most often", "the figures of that year are hidden or missing.")
else
  local among = now.episodes:marks().ok < #now and ", of those with a figure," or "" -- a hidden one may be larger
  report:text(("In the year to March %s the factor recorded most often%s was \"%s\": in %s of the %s episodes with any "
    .. "factor, %s%% (95%% limits %s%% to %s%%); in England it was %s%%."):format(
    year, among, top.factor, foi.fixed(top.episodes, 0), foi.fixed(top.base, 0), foi.fixed(top.percentage, 1),
    foi.fixed(top.percentage_lower, 1), foi.fixed(top.percentage_upper, 1), foi.fixed(top.england, 1)))
end
report:text(("\"%s\" was recorded in %s in the year to March %s and in %s in the year to March %s."):format(
    followed, percent(first), first.year_ending_march, percent(last), last.year_ending_march))
  :caution("Factors overlap: the percentages add up to more than 100%. Physical and sexual abuse were split into abuse "
    .. "by a child and by an adult in 2021; they must not be compared across that year.")
if #gone > 0 then
  report:caution(("In the year to March %s there is no episode with %s. A step to 0 can be a gap in recording: do not "
    .. "quote it as a fact about children."):format(year, table.concat(gone, ", ")))
end
report:table(now, { title = name .. " and England, year to March " .. year })
  :bars(beside_england, { value = "percentage", by = "factor", series = "place",
    title = ("Share of episodes with any factor: the %d recorded most often in %s, beside England"):format(#drawn,
      name) })
  :trend(by_year, { value = "percentage", by = "year_ending_march",
    title = name .. ", " .. followed .. ": share of episodes with any factor" })
  :table(by_year, { title = followed .. ", by year", columns = { "year_ending_march", "episodes", "base", "percentage",
    "percentage_lower", "percentage_upper" } })
  :heading "The break of 2021"
  :trend(abuse, { value = "percentage", by = "year_ending_march", series = "factor",
    title = name .. ", physical abuse: share of episodes with any factor" })
  :table(split, { title = "Episodes with physical or sexual abuse, by year: unsplit up to 2020, split from 2021" })
  :cannot("Whether physical or sexual abuse became more frequent after 2020", "up to 2020 there is one figure for "
    .. "each; from 2021 there are two, which can overlap, so that they do not add up to one.")
  :cannot("How many children had each factor", "the return counts episodes; a child can have several in a year.")
