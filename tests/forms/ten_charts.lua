-- A long report: ten charts, each with its table. tests/unit/forms_test.c reads them back and weighs the page.
local foi = require "foi"

local help = foi.dataset "leicester_early_help_2017"
local people = foi.dataset "leicester_population_2011"
local report = foi.report { title = "Ten charts", subtitle = "Leicester and England",
  headline = "A report of this length can still be mailed." }

for _, status in ipairs { "opened", "closed", "active" } do
  local ratios = help:where { status = status, breakdown = "ethnicity" }
    :disproportionality { count = "cases", group = "group", population = people, reference = "White", per = 10000 }
  report:heading("Cases " .. status)
    :forest(ratios, { value = "ratio", title = "Rate of cases " .. status .. " against White" })
    :forest(ratios, { value = "rate", title = "Rate of cases " .. status })
    :table(ratios, { title = "Cases " .. status .. ", by ethnic group" })
end

local factors = foi.dataset "england_assessment_factors":where { area_code = "E06000016" }
local base = factors:where { factor = "Any factor" }
base = base:derive("base", base.episodes, { title = "Episodes with any factor", count = true })
  :select("year_ending_march", "base")
for _, factor in ipairs { "Neglect", "Emotional abuse", "Gangs", "Domestic abuse parent" } do
  local years = factors:where { factor = factor }:join(base, "year_ending_march")
    :proportion { count = "episodes", of = "base" }
  report:heading(factor)
    :trend(years, { value = "percentage", by = "year_ending_march", title = factor .. ": share of episodes" })
end
report:note "Factors overlap: their shares add up to more than 100%."
report:checks()
