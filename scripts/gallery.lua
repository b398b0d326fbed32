-- One of each kind of chart, from the project's own datasets, with what each is for and what was learned
-- from drawing the same figures with ggplot2. docs/gallery.html is the report of this analysis.
local foi = require "foi"

local report = foi.report { title = "The charts of foistat", subtitle = "One of each kind, from real figures",
  headline = "Every chart is drawn from the numbers in the table under it; what is hidden is drawn as hidden." }

-- ## Forest plot
local opened = foi.dataset "leicester_early_help_2017":where { status = "opened", breakdown = "ethnicity" }
local against_white = opened:disproportionality { count = "cases", group = "group",
  population = foi.dataset "leicester_population_2011", reference = "White", per = 10000 }
report:heading "Forest plot"
  :text("Ratios of groups to one group, each with its limits: who is in a service more often than others, and how sure "
    .. "is it? `report:forest`.")
  :forest(against_white, { value = "ratio", title = "Early help cases opened, rate against White",
    count = "cases", population = "population" })
  :text("Beside `geom_pointrange` on a logarithmic axis: the marks are the same, but the figures had to be looked up "
    .. "in a table, the ticks fell on 0.3, 0.5 and 1, and the comparison group looked like one more estimate. So the "
    .. "figures stand in the row, ticks are doublings, and the comparison group is a diamond without limits.")

-- ## Funnel plot
local year = "2023"
local children = foi.dataset "england_children_0_17":where { level = "LA", year_ending_march = year }
  :select("area_code", "children")
local authorities = foi.dataset "england_looked_after_by_ethnicity"
  :where { level = "LA", year_ending_march = year, group = "Total" }:select("area_code", "looked_after")
  :join(children, "area_code", { optional = true })
  :join(foi.dataset "england_areas":select("area_code", "area", "region"), "area_code")
local judged = authorities:funnel { count = "looked_after", population = "children", people = "children",
  group = "area", called = "authorities", spread = "shmi" }
report:heading "Funnel plot"
  :text("Every authority at its size, among the limits that chance and the usual spread between authorities allow: "
    .. "which lie outside? `report:funnel`.")
  :funnel(judged, { title = "Children looked after per 10,000 children, 31 March " .. year })
  :text("Beside `geom_point` with `geom_text`: names fell upon marks and upon each other, most "
    .. "authorities stood in the left fifth of the picture, and limits drawn between the authorities' own sizes had a "
    .. "kink where they matter most. So the axis is a square root, the limits are computed along it, and a name is "
    .. "set only where it touches nothing; how many are named is stated.")

-- ## Ranked dot plot
local ranked = authorities:ranks { count = "looked_after", population = "children", people = "children",
  group = "area" }
report:heading "Ranked dot plot"
  :text("Every authority by name in the order of its rate, with its interval: where does one stand among all, and how "
    .. "sure is that? `report:ranked`.")
  :ranked(ranked:select("area", "rate", "rate_lower", "rate_upper", "rank", "best", "worst"), {
    title = "Children looked after per 10,000 children, every authority, 31 March " .. year,
    reference = judged.target[1], reference_name = "England", highlight = "Leicester" })
  :text("Beside `geom_pointrange` with `reorder`, at the same size: each name lay on the next, two authorities without "
    .. "a figure headed the order, and nothing told which intervals leave the national rate out. So the rows stand in "
    .. "two columns of one scale, those without a figure have a strip of their own, and shapes say what lies apart.")

-- ## Trend
local places = { E06000016 = "Leicester", E12000004 = "East Midlands", E92000001 = "England" }
local names = { E12000001 = "North East", E12000002 = "North West", E12000003 = "Yorkshire and The Humber",
  E12000004 = "East Midlands", E12000005 = "West Midlands", E12000006 = "East of England", E12000007 = "London",
  E12000008 = "South East", E12000009 = "South West" }

-- Referrals a year per 10,000 children in the areas of a list of names.
local function referral_rates(areas, title)
  local function named(row) return areas[row.area_code] end
  local function here(row) return named(row) ~= nil end
  local referrals = foi.dataset "england_referrals":where(here):select("area_code", "year_ending_march", "referrals")
  local people = foi.dataset "england_children_0_17":where(here):select("area_code", "year_ending_march", "children")
  return referrals:join(people, { "area_code", "year_ending_march" }):derive("area", named, { title = title })
    :rate { count = "referrals", population = "children", per = 10000, people = "children" }
    :select("area", "year_ending_march", "referrals", "children", "rate", "rate_lower", "rate_upper")
end
report:heading "Trend"
  :text("A line over the years for each place, with its limits as a band: what moved, and when did the figures "
    .. "themselves change? `report:trend`.")
  :trend(referral_rates(places, "Place"), { by = "year_ending_march", series = "area",
    title = "Referrals to children's social care" })
  :text("Beside `geom_line` with `geom_ribbon`: the line ran through the break of 2022 as if nothing had happened, "
    .. "years read 2012.5, and only colour told the places apart. So a break is drawn and its reason stated, lines end "
    .. "there, years are labels, and places differ in marks and dashes and are named at the end of their lines.")

-- ## Grouped bars
local in_both = { E06000016 = "Leicester", E92000001 = "England" }
local assessed = foi.dataset "england_assessment_factors":where { year_ending_march = "2025" }
  :where(function(row) return in_both[row.area_code] ~= nil end)
local base = assessed:where { factor = "Any factor" }
base = base:derive("base", base.episodes, { title = "Episodes with any factor", count = true })
local found = assessed:where { factor = { "Mental health parent", "Domestic abuse parent", "Mental health child",
  "Emotional abuse", "Drugs parent", "Alcohol parent", "Neglect", "Physical abuse by adult" } }
  :join(base:select("area_code", "base"), "area_code"):proportion { count = "episodes", of = "base" }
  :derive("place", function(row) return in_both[row.area_code] end, { title = "Place" })
  :select("factor", "place", "episodes", "base", "percentage", "percentage_lower", "percentage_upper")
  :sort("percentage", { descending = true })
report:heading "Grouped bars"
  :text("Sizes beside each other, from 0, with their limits: how much more is it here than there? `report:bars`.")
  :bars(found, { value = "percentage", by = "factor", series = "place",
    title = "What assessments found in the year to March 2025: share of episodes with any factor" })
  :text("Beside `geom_col` with `geom_errorbar`: the key stood far from the bars and in the opposite order, only "
    .. "colour told the places apart, and no figure could be read. So bars are told apart by their filling too, the "
    .. "places are named on the first bars, and each figure stands behind its bar.")

-- ## Composition
local groups = foi.dataset "england_looked_after_by_ethnicity":where { level = "LA", year_ending_march = year }
  :join(foi.dataset "england_areas":select("area_code", "area", "region"), "area_code")
  :where { region = "East Midlands" }
  :tighten { count = "looked_after", parts = "group", total = "Total", within = { "area_code" } }
local totals = groups:where { group = "Total" }
totals = totals:derive("all", totals.looked_after, { title = "Children looked after, all groups", count = true })
local parts = groups:where(function(row) return row.group ~= "Total" end)
  :join(totals:select("area_code", "all"), "area_code"):sort("all", { descending = true })
report:heading "Composition"
  :text("Shares of a whole, in which those whose group is not known and those who are hidden stay: who is it made of? "
    .. "`report:composition`.")
  :composition(parts, { value = "looked_after", by = "area", series = "group", of = "all",
    title = "Children looked after by ethnic group, East Midlands, 31 March " .. year })
  :text("Beside `geom_col(position = \"fill\")`: parts stood in the order of the alphabet and the unknown among "
    .. "them, a hidden count made every other part larger, and 32 children looked as much as 995. So the unknown stand "
    .. "last and are hatched, what is hidden is drawn as far as it can reach, and how many there are stands behind the "
    .. "bar.")

-- ## Cascade
local points = { stop_search = "Stop and search", arrest = "Arrest", remand = "Remand" }
local divisors = { stop_search = "children aged 10 to 17", arrest = "children aged 10 to 17",
  remand = "children with a remand decision" }
local decisions = foi.dataset "youth_justice_cascade"
  :where { period = "2025", decision_point = { "stop_search", "arrest", "remand" } }
decisions = decisions:by("decision_point"):disproportionality { count = "events", group = "ethnicity",
    population = "at_risk", reference = "White", per = 100, people = "children at the stage before" }
  :derive("stage", function(row) return points[row.decision_point] end, { title = "Stage" })
  :derive("divided_by", function(row) return divisors[row.decision_point] end, { title = "Divided by" })
  :select("stage", "ethnicity", "events", "at_risk", "ratio", "ratio_lower", "ratio_upper", "divided_by")
report:heading "Cascade"
  :text("Decisions one after another, each with what it is divided by: where do groups part? `report:cascade`, for "
    .. "what `t:cascade` gives with the cumulative ratio beside it.")
  :cascade(decisions, { group = "ethnicity", feeder = "divided_by",
    title = "Youth justice in England and Wales, year ending March 2025, against White children" })
  :text("Beside `geom_line` with `position_dodge`: stages stood in the order of the alphabet, their names ran into "
    .. "each other, lines drew a path for each group although every stage counts different children, and the key "
    .. "stood far from the marks. So stages go down the page in their order, each row has its group's name and "
    .. "figure, and only cumulative ratios are joined.")

-- ## Small multiples
report:heading "Small multiples"
  :text("More lines than can be told apart in one picture, or any other chart once for each label: `panels` in every "
    .. "chart.")
  :trend(referral_rates(names, "Region"), { by = "year_ending_march", series = "area",
    title = "Referrals to children's social care, by region" })
  :text("Beside `facet_wrap`: its panels have half the numbers on their axes and are easier to read for it, which was "
    .. "taken over. Its axes stand at the left and the bottom only; here each panel keeps its own, so that one that is "
    .. "cut out for an article still says what it shows. What panels have to say in words stands once, below them.")
