-- Are the published rates of children looked after what their counts and populations give? Every
-- denominator and every rate that the Department prints is checked against our own population table.
local foi = require "foi"

local areas = foi.dataset "england_areas":select("area_code", "area")
local published = foi.dataset "england_looked_after_rates"
local children = foi.dataset "england_children_0_17"
local ours = children:derive("population", children.children, { title = "Children, mid-year before" })
  :select("area_code", "year_ending_march", "population", "published_code")

-- The rule of the denominator is a join: a year ending March Y has the estimate of mid-(Y-1).
local both = published:join(ours, { "area_code", "year_ending_march" }, { optional = true })

-- One row a published cell that both sides have, with what was expected beside what was printed.
local function stated(t, column)
  return t:where(function(row) return row[column] ~= nil end)
end
local denominators = stated(both, "published_population")
local rates = stated(denominators, "published_rate")
  :rate { count = "children", population = "population", per = 10000, people = "children" }
  :derive("rounded", function(row) return math.floor(row.rate + 0.5) end, { title = "Rate, rounded", decimals = 0 })

local function count(t, test)
  local n = 0
  for i = 1, #t do
    if test(t:row(i)) then n = n + 1 end
  end
  return n
end
local function same_population(row) return row.population == row.published_population end
local function same_rate(row) return row.rounded == row.published_rate end
local same_code = denominators:where(function(row) return row.area_code == row.published_code end)
local agree, agree_code = count(denominators, same_population), count(same_code, same_population)
local rates_agree = count(rates, same_rate)

-- By kind of area: rates of England and the regions rest on counts rounded to 10.
local levels, compared, matching, people = {}, {}, {}, {}
for i, level in ipairs { "England", "Region", "London part", "LA" } do
  local here = rates:where { level = level }
  levels[i], compared[i], matching[i] = level, #here, count(here, same_rate)
  people[i] = count(denominators:where { level = level }, same_population)
end
local summary = foi.table("by level", {
  { "level", levels, title = "Level" },
  { "populations", people, title = "Populations that agree", count = true },
  { "rates", compared, title = "Published rates", count = true },
  { "rates_agree", matching, title = "Rates that agree", count = true } })

local misses = rates:where(function(row) return not same_rate(row) end):join(areas, "area_code")
misses = misses:derive("rate", foi.column(misses:column "rate", { decimals = 2 })) -- to see which way it rounds

local report = foi.report { title = "The published rates of children looked after, recomputed",
  subtitle = "England, its regions and every local authority, years ending 31 March 2021 to 2025" }
  :text(("%s of %s published populations are the estimates of the middle of the year before. Under the code that both "
    .. "sources print it is %s of %s; the others have a code that has changed since."):format(
    foi.fixed(agree, 0), foi.fixed(#denominators, 0), foi.fixed(agree_code, 0), foi.fixed(#same_code, 0)))
  :text(("%s of %s published rates are the count over that population, rounded once to a whole number per 10,000 "
    .. "children."):format(foi.fixed(rates_agree, 0), foi.fixed(#rates, 0)))
if #misses > 0 then
  report:caution("The counts of England and the regions are rounded to the nearest 10 before they are published, and "
    .. "the Department's rates rest on the exact ones: a difference of 1 is no mistake.")
end
report:table(summary, { title = "What agrees, by level" })
if #misses > 0 then
  report:table(misses, { title = "Rates that differ",
    columns = { "area", "year_ending_march", "children_are", "children", "population", "rate", "published_rate" } })
end
report:cannot(("The rates of %d counts without a figure"):format(#published - #rates),
  "the count is hidden, the authority did not exist, or there is no population estimate for it.")
