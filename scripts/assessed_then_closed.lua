-- Letter 001: assessments by Leicester's children's social care that closed straight after the
-- assessment, 1 April 2015 to 31 March 2016. How many, why, and how many were then helped?
local foi = require "foi"

local letter = foi.dataset "leicester_assessed_then_closed_2016"
local children = foi.dataset "leicester_children_0_17"
local national = foi.dataset "leicester_referrals_dfe"

local closed = letter:where { part = "total" }:row(1).count
local factors = letter:where { part = "factor" }

local function count_of(factor) return letter:where { factor = factor }:row(1).count end

local function interval(p, decimals)
  return ("%s (95%% limits %s to %s)"):format(foi.percent(p.proportion, decimals), foi.percent(p.lower, decimals),
    foi.percent(p.upper, decimals))
end

-- "No factors" stands alone by the national coding rules, so the rest had at least one.
local none = count_of "No factors identified"
local some = closed - none
local no_factors = foi.proportion { count = none, of = closed }

-- Each factor on both bases. An assessment may carry several factors: the parts are never added up.
local function on_base(t, base, title)
  return t:proportion { count = "count", of = base, name = "share" }
    :derive("base", base, { title = title, unit = "assessments", count = true })
    :select("factor", "count", "base", "share", "share_lower", "share_upper")
    :sort("count", { descending = true })
end
local of_all = on_base(factors, closed, "All closed after assessment")
local of_some = on_base(factors:where(function(row) return row.factor ~= "No factors identified" end), some,
  "With at least one factor")

-- How many cases at least one of several overlapping counts covers (Frechet bounds): no fewer than
-- the largest, no more than their sum or the whole.
local function at_least_one(counts, whole)
  local low, sum = 0, 0
  for _, count in ipairs(counts) do
    low, sum = math.max(low, count), sum + count
  end
  return low, math.min(sum, whole)
end

local transfer, step_down
for i = 1, #letter do
  local row = letter:row(i)
  if row.part == "help" then
    if transfer == nil then transfer = row.count else step_down = row.count end
  end
end
local helped_low, helped_high = at_least_one({ transfer, step_down }, closed)

local violence = {}
for _, who in ipairs { "child", "parent", "others" } do
  violence[#violence + 1] = count_of("Domestic violence: risk to " .. who)
end
local violence_low, violence_high = at_least_one(violence, some)

-- 497 assessments with any abuse or neglect include those with sexual and with physical abuse.
local any_abuse = count_of "Abuse/Neglect (all categories)"
local abuse_low, abuse_high = at_least_one({ count_of "Sexual abuse", count_of "Physical abuse" }, any_abuse)

-- The national return of the same year counts something else; both are shown, neither is corrected.
local year = "2016"
local child_population = children:where { year_ending_march = year }:row(1).children
local returned = national:where { year_ending_march = year }:row(1)
local comparison = foi.table("comparison", {
  { "what", { "This letter: assessments closed straight after assessment", "National return: referrals",
    "National return: referrals closed with no further action",
    "National return: assessed and found not in need" }, title = "Figure" },
  { "count", { closed, returned.referrals, returned.no_further_action, returned.not_in_need },
    title = "Number", count = true },
  { "children", { child_population, child_population, child_population, child_population },
    title = "Children aged 0 to 17, mid-2015", unit = "children", count = true },
}):rate { count = "count", population = "children", per = 10000, people = "children" }

foi.report { title = "Assessed, then closed",
  subtitle = "Children's social care in Leicester, 1 April 2015 to 31 March 2016" }
  :text(("%s assessments were closed straight after the assessment. In %s of them no factor was identified: %s. "
    .. "The other %s had at least one factor."):format(foi.fixed(closed, 0), foi.fixed(none, 0),
    interval(no_factors), foi.fixed(some, 0)))
  :text(("%s were transferred to early help and %s stepped down from the assessment. The letter says neither what "
    .. "these count nor how many are in both: if they count assessments, between %s and %s of the closed ones were "
    .. "followed by early help.")
    :format(foi.fixed(transfer, 0), foi.fixed(step_down, 0), foi.percent(helped_low / closed),
    foi.percent(helped_high / closed)))
  :caution("The request asked for children; the reply counts assessments. A child can be assessed more than once.")
  :caution("An assessment can carry several factors, so the counts below overlap: they do not add up to the "
    .. "number of assessments and must not be added to each other.")
  :table(of_all, { title = "Factors, as a share of all closed assessments" })
  :forest(of_all, { value = "share", title = "Share of all closed assessments, with 95% Wilson limits" })
  :table(of_some, { title = "The same factors, as a share of the assessments with at least one" })
  :heading "What the overlaps leave open"
  :text(("* Domestic violence of any kind: between %s and %s assessments.\n"
    .. "* Abuse or neglect other than sexual or physical abuse alone: between %s and %s of the %s, if the %s "
    .. "count each assessment once."):format(foi.fixed(violence_low, 0), foi.fixed(violence_high, 0),
    foi.fixed(any_abuse - abuse_high, 0), foi.fixed(any_abuse - abuse_low, 0), foi.fixed(any_abuse, 0),
    foi.fixed(any_abuse, 0)))
  :heading "Against the national return of the same year"
  :table(comparison, { title = "Numbers and rates per 10,000 children, year to 31 March 2016" })
  :text(("The letter's %s equals neither the %s assessed and found not in need, nor the %s closed with no further "
    .. "action, nor the two together (%s): it counts something else than the national return."):format(
    foi.fixed(closed, 0), foi.fixed(returned.not_in_need, 0), foi.fixed(returned.no_further_action, 0),
    foi.fixed(returned.not_in_need + returned.no_further_action, 0)))
  :cannot("How many children were closed after assessment", "the reply counts assessments, not children.")
  :cannot("The main reason for each referral",
    "the factors are those found at the end of the assessment, several for each, not the reason for referral.")
  :cannot("School attendance and homelessness", "the reply says \"Unknown\", which is not 0.")
  :cannot("Whether closing leads to early help automatically", "the reply has no tick at any of the three answers.")
  :cannot("Change over time, or by ethnicity", "the letter gives one year and no ethnic groups.")
