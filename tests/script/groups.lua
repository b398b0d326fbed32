-- luacheck: no max line length
-- Comparing groups: populations told apart by key, baselines that are groups. Figures by hand.
local foi = require "foi"

local function has_note(t, text)
  for _, note in ipairs(t:notes()) do
    if note == text then return true end
  end
  return false
end

-- The front doors with the table first are the methods.
local years = foi.table("years", { { "year", { "2018", "2019", "2020" } }, { "cases", { 30, 45, 66 }, count = true },
  { "people", { 1000, 1000, 1000 } } })
local over_years = { by = "year", count = "cases", population = "people" }
print(foi.compare(years, over_years).ratio[3] == years:compare(over_years).ratio[3], foi.compare(years, over_years).ratio[3]) --> true	2.2
print(foi.trend(years, over_years).annual_ratio[1] == years:trend(over_years).annual_ratio[1]) --> true

-- Groups within years: a table of people joined on group and year, or on group alone, and then that is said.
local visits = foi.dataset("made_up_visits"):where { area = { "North", "South" }, status = "opened" }
local people = foi.dataset "made_up_people"
local how = { count = "visits", group = "area", population = people, reference = "South" }
local shared = visits:by("year"):disproportionality(how)
print(#shared, has_note(shared, "The population is the same for every 'year'.")) --> 4	true
print(has_note(visits:where({ year = "2019" }):disproportionality(how), "The population is the same for every 'year'.")) --> false
local two = people:where { area = { "North", "South" } }
how.population = two:derive("year", "2019"):concat(two:derive("year", "2020"))
local told = visits:by("year"):disproportionality(how)
print(told.ratio[1] == shared.ratio[1], has_note(told, "The population is the same for every 'year'.")) --> true	false
