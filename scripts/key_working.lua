-- Letter 004: key working for children with special educational needs and disabilities, before 2014.
-- A few counts in different units. Ratios are given with what they do not mean; no rate is possible.
local foi = require "foi"

local facts = foi.dataset "leicester_key_working"

local function value_of(item) return facts:where { item = item }:row(1).value end

local children = value_of "Children receiving Early Support"
local trained = value_of "Staff trained in Early Support"
local centres = value_of "Children's Centres"
local heads = value_of "Casework officers for statutory assessment (headcount)"
local full_time = value_of "Casework officers for statutory assessment (FTE)"

local ratios = foi.table("ratios", {
  { "ratio", { "Children receiving Early Support for each trained member of staff",
    "Children receiving Early Support for each Children's Centre",
    "Full-time equivalents for each casework officer" }, title = "Ratio" },
  { "value", { children / trained, children / centres, full_time / heads }, title = "Value", decimals = 2 },
  { "caution", { "Not a caseload: trained staff need not carry cases, and not all who do are counted",
    "An average over sites of unknown size", "Two counts of the same people" }, title = "What it does not say" },
})

-- Only if the stock of children is read as one year's count.
local as_count = foi.rate { count = children, population = 1, per = 1 }

foi.report { title = "Key working: a few counts",
  subtitle = "Leicester City Council, undated, before the Children and Families Act 2014" }
  :text("The reply names no key worker by title. It gives staff, sites and children in different units, which can be "
    .. "set side by side but not added.")
  :caution("The letter is not openly licensed: this page uses its figures only, and the letter itself must not be "
    .. "republished.")
  :table(facts:select("item", "value", "unit", "approximate", "note"), { title = "The figures in the reply" })
  :table(ratios, { title = "Ratios, with their cautions" })
  :text(("If the %s children were one year's count, the exact 95%% Poisson interval would be %s to %s. They are a "
    .. "stock at an unknown date, so the interval is shown only to say how little one number can tell."):format(
    foi.fixed(children, 0), foi.fixed(as_count.lower, 1), foi.fixed(as_count.upper, 1)))
  :cannot("Caseload of key workers", "no one has that title, and the reply does not say who carries how many cases.")
  :cannot("Rate of support among disabled children", "the number of disabled children in the city is not given.")
  :cannot("Spending on key working, and the policy", "both were asked for; the reply passes over them.")
