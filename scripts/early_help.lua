-- Letter 002: who opened an early help case in Leicester in the 12 months to 11 September 2017,
-- and how sure can one be of it?
local foi = require "foi"

local reference = foi.setting("reference", "White")
local per = 10000 -- the rate that children's services in England publish

local help = foi.dataset "leicester_early_help_2017"
local people = foi.dataset "leicester_population_2011"

-- Rates and ratios of the cases opened on either pathway (EHA and TAR together).
local opened = help:where { status = "opened", breakdown = "ethnicity" }
local result = opened:disproportionality {
  count = "cases", group = "group", population = people, reference = reference, per = per,
  unknown = "bounds",
}

-- Does a group stay on one side of 1, wherever the cases of unknown ethnicity belong?
local function verdict(row)
  if row.unknown_lower == nil then return "comparison group" end
  if row.unknown_lower > 1 then return "above " .. reference .. " in any case" end
  if row.unknown_upper < 1 then return "below " .. reference .. " in any case" end
  return "could be above or below"
end
result = result:derive("verdict", verdict, { title = "Whatever the unknown cases are" })

local function sentence(row)
  return ("* %s: %s cases, %s per 10,000 people; %s times the rate of %s (95%% limits %s to %s), and %s to %s times it "
    .. "wherever the cases of unknown ethnicity belong."):format(
    row.group, foi.fixed(row.cases, 0), foi.fixed(row.rate, 1), foi.fixed(row.ratio, 3), reference,
    foi.fixed(row.ratio_lower, 3), foi.fixed(row.ratio_upper, 3), foi.fixed(row.unknown_lower, 3),
    foi.fixed(row.unknown_upper, 3))
end

local sentences = {}
for i = 1, #result do
  local row = result:row(i)
  if row.group ~= reference then sentences[#sentences + 1] = sentence(row) end
end

-- How much of it is known: ethnicity not yet obtained, and adults among the cases.
local function share(breakdown, label)
  local cases = help:where { status = "opened", breakdown = breakdown }:by("group"):sum "cases"
  local function of(group) return cases:where { group = group }:row(1).cases end
  local p = foi.proportion { count = of(label), of = of "Grand Total" }
  return ("%s (95%% limits %s to %s)"):format(foi.percent(p.proportion), foi.percent(p.lower), foi.percent(p.upper))
end
local all_opened = help:where { status = "opened", breakdown = "total", pathway = "Total" }:row(1).cases

-- Which pathway: the share of each group's opened cases that were multi-agency (EHA).
local routes = opened:where(function(row) return row.group ~= "Grand Total" end)
  :pivot { rows = "group", across = "pathway", values = "cases" }
routes = routes:derive("opened", routes.EHA + routes.TAR, { title = "Opened", unit = "cases", count = true })
  :proportion { count = "EHA", of = "opened", name = "eha_share" }
  :select("group", "EHA", "opened", "eha_share", "eha_share_lower", "eha_share_upper")

local flows = help:where { breakdown = "total" }:pivot { rows = "pathway", across = "status", values = "cases" }

local findings = {}
for _, check in ipairs(help:checks()) do
  if check.state ~= "passed" then findings[#findings + 1] = ("* %s: %s."):format(check.code, check.text) end
end

foi.report { title = "Who opened an early help case?", subtitle = "Leicester, 12 months to 11 September 2017" }
  :text(("Of %s cases opened, %s had no recorded ethnicity. Among the rest, compared with %s:\n\n%s"):format(
    foi.fixed(all_opened, 0), share("ethnicity", "Information not yet obtained"), reference,
    table.concat(sentences, "\n")))
  :caution(("The cases include adults: %s of those opened were aged 20 or over. The population is therefore "
    .. "all ages, from Census 2011, six years before the cases."):format(share("age", "Age 20 and over")))
  :table(result, { title = "Cases opened, per 10,000 people of all ages",
    columns = { "group", "cases", "population", "rate", "rate_lower", "rate_upper" } })
  :forest(result, { value = "ratio", title = "Rate of opened cases against " .. reference, count = "cases",
    population = "population" })
  :table(result, { title = "The same groups against " .. reference .. ", and against their share of the population",
    columns = { "group", "ratio", "ratio_lower", "ratio_upper", "index", "excess", "excess_lower", "excess_upper" } })
  :heading "What the cases of unknown ethnicity could change"
  :text(("If all of them belonged to %s, each ratio would be the lowest shown; if all belonged to the group, the "
    .. "highest. Both are extremes, not estimates."):format(reference))
  :table(result, { title = "Ratio to " .. reference .. " under every possible allocation",
    columns = { "group", "ratio", "unknown_lower", "unknown_upper", "verdict" } })
  :heading "Which route"
  :table(routes, { title = "Share of opened cases that were multi-agency (EHA)" })
  :table(flows, { title = "Cases by pathway, as answered to question 2" })
  :heading "Do the figures agree with each other?"
  :text(table.concat(findings, "\n"))
  :text("An opening stock below zero is impossible if the three columns count the same cases under fixed "
    .. "categories. Cases that change category, or move between the two pathways, would explain it. It also means "
    .. "that closed divided by opened is not an outcome rate.")
  :cannot("Rates of children aged 0 to 17",
    "the cases are split at age 20 only, and not by ethnicity and age together.")
  :cannot("Main reasons for referral",
    "the council does not hold them in a form it can report (refused under section 17, not held).")
  :cannot("Change over time",
    "the letter covers one period of 12 months, and single-agency cases end on 1 October 2017.")
