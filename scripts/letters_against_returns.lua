-- The five letters against the national returns of the same year and authority: what each says side by
-- side, where they agree, where they differ, and what cannot be compared.
local foi = require "foi"

local leicester = "E06000016"
local keys = { "area_code", "year_ending_march" }

local closed_letter = foi.dataset "leicester_assessed_then_closed_2016"
local help = foi.dataset "leicester_early_help_2017"
local asked = foi.dataset "leicester_referrals_by_ethnicity"
local key_working = foi.dataset "leicester_key_working"
local criteria = foi.dataset "leicester_eligibility_criteria"

-- The two returns on referrals and on episodes of need, a row a year; and that on factors.
local referrals = foi.dataset "england_referrals":where { area_code = leicester }
local need = foi.dataset "england_children_in_need":where { area_code = leicester }
  :select("area_code", "year_ending_march", "episodes_started", "episodes_ended", "episodes_at_31_march")
local returns = referrals:join(need, keys)
local bases = foi.dataset "england_assessment_factors":where { area_code = leicester, factor = "Any factor" }

local function return_of(year) return returns:where { year_ending_march = year }:row(1) end
local number = function(x) return foi.fixed(x, 0) end

-- Letter 001, the year to 31 March 2016: assessments closed straight after the assessment.
local function letter_count(factor) return closed_letter:where { factor = factor }:row(1).count end
local closed = letter_count "Assessments closed immediately after assessment"
local none = letter_count "No factors identified"
local year = return_of "2016"
local both_kinds = year.no_further_action + year.not_in_need
local same_year = foi.table("letter_001", {
  { "figure", { "Referrals", "Children referred", "Referrals closed with no further action",
    "Referrals assessed, found not to be in need and closed", "Both kinds of closing", "Episodes of need started",
    "Episodes of need ended" }, title = "National returns, year to 31 March 2016" },
  { "unit", { "referrals", "children", "referrals", "referrals", "referrals", "episodes", "episodes" },
    title = "Unit" },
  { "count", { year.referrals, year.children_referred, year.no_further_action, year.not_in_need, both_kinds,
    year.episodes_started, year.episodes_ended }, title = "Number", count = true },
})
local equal = #same_year:where(function(row) return row.count == closed end)

-- Letter 002, the 12 months to 11 September 2017: no national year has the same end.
local opened = help:where { breakdown = "total", status = "opened", pathway = "Total" }:row(1).cases
local ended = help:where { breakdown = "total", status = "closed", pathway = "Total" }:row(1).cases
local active = help:where { breakdown = "total", status = "active", pathway = "Total" }:row(1).cases
local function opened_by(label)
  local rows = help:where { breakdown = "age", status = "opened", group = label }
  return rows:by("group"):sum("cases"):row(1).cases
end
local adults = opened_by "Age 20 and over" / opened
local before, after = return_of "2017", return_of "2018"
local early_help = foi.table("letter_002", {
  { "what", { "Letter: early help cases", "Return: episodes of need", "Return: episodes of need" }, title = "What" },
  { "period", { "12 months to 11 September 2017", "12 months to 31 March 2017", "12 months to 31 March 2018" },
    title = "Period" },
  { "opened", { opened, before.episodes_started, after.episodes_started }, title = "Opened or started", count = true },
  { "closed", { ended, before.episodes_ended, after.episodes_ended }, title = "Closed or ended", count = true },
  { "active", { active, before.episodes_at_31_march, after.episodes_at_31_march }, title = "Open on the last day",
    count = true },
})

-- Letter 003: what the returns say of the years that were asked about, for when the attachment turns up.
-- "2021" can be 2020/21, the calendar year or 2021/22.
local meant = { ["2018"] = "2017/18", ["2019"] = "2018/19", ["2020"] = "2019/20", ["2021"] = "perhaps \"2021\"",
  ["2022"] = "perhaps \"2021\"" }
local years_asked = returns:where { year_ending_march = { "2018", "2019", "2020", "2021", "2022" } }
  :derive("asked", function(row) return meant[row.year_ending_march] end, { title = "Year asked for" })

-- Do the national returns agree with each other? Referrals less both kinds of closing are episodes started.
local same = 0
for i = 1, #returns do
  local row = returns:row(i)
  if row.referrals - row.no_further_action - row.not_in_need == row.episodes_started then same = same + 1 end
end

local first_factors = bases:row(1)
local figures_004 = key_working:where { status = "answered" }:select("item", "value", "unit", "approximate")

foi.report { title = "The letters against the national returns",
  subtitle = "Leicester: five replies to requests, and what the council reported to the Department for Education" }
  :text(("One of the five letters has a figure that can be held against the returns of its own year, and %s. It "
    .. "counts %s assessments closed straight after the assessment in the year to March 2016: %s more than the %s "
    .. "referrals that the return has as assessed, found not to be in need and closed, and %s more than those and the "
    .. "%s closed with no further action together."):format(
    equal == 0 and "the two differ" or ("it equals %d of theirs"):format(equal), number(closed),
    number(closed - year.not_in_need), number(year.not_in_need), number(closed - both_kinds),
    number(year.no_further_action)))
  :caution("A difference is not an error. The letter counts assessments and the returns count referrals, children or "
    .. "episodes; the letter does not say by which definition. Nothing here says which is right.")
  :heading "Letter 001: assessed, then closed"
  :table(same_year, { title = "What the returns of the same year say" })
  :text(("The letter answers in assessments where children were asked for, and a child can be assessed more than once; "
    .. "the return counts referrals, and not those of children whose case is open. The letter's count is %s times "
    .. "the return's: the two do not count the same thing."):format(
    foi.fixed(closed / year.not_in_need, 2)))
  :cannot("Whether the share without any factor agrees",
    ("the letter has %s of %s assessments without a factor, and %s with at least one. The national table of factors "
    .. "begins with the year to March %s (%s episodes with any factor), and has no row for \"no factor\"."):format(
    number(none), number(closed), number(closed - none), first_factors.year_ending_march,
    number(first_factors.episodes)))
  :cannot("Whether the single factors agree", "the national table of factors has no figures for the letter's year, and "
    .. "counts all episodes with information on factors, not only those closed after assessment.")
  :cannot("Whether the transfers and step-downs to early help agree", "the returns do not count early help.")
  :heading "Letter 002: early help"
  :table(early_help, { title = "Early help beside the nearest national years: not the same thing" })
  :cannot("Whether the early help figures agree", ("the returns count children in need, and early help lies below that "
    .. "threshold; in %s of the cases opened the person is aged 20 or over; and the letter's 12 months end on 11 "
    .. "September, within a national year."):format(foi.percent(adults)))
  :heading "Letter 003: referrals by ethnic group"
  :table(years_asked, { title = "What the returns say of the years that were asked about", columns = {
    "year_ending_march", "asked", "referrals", "children_referred", "no_further_action", "not_in_need",
    "episodes_started" } })
  :cannot("Whether the letter agrees", ("its answers to all %d questions are in an attachment that is not part "
    .. "of the letter. Once it is there, its totals belong beside this table; the returns have no ethnic groups.")
    :format(#asked.asked:labels()))
  :cannot("Which national year the letter's \"2021\" is", "it can mean 2020/21, the calendar year 2021 or 2021/22; "
    .. "the letter does not say.")
  :heading "Letter 004: key working"
  :table(figures_004, { title = "The letter's figures: in different units, not to be added up" })
  :cannot("Whether the letter agrees", "it is undated (before the Children and Families Act 2014), and the returns "
    .. "count neither staff nor children receiving Early Support.")
  :heading "Letter 000: eligibility criteria"
  :cannot("Whether the letter agrees", ("none of its %d answers holds a figure."):format(#criteria))
  :heading "Do the returns agree with each other?"
  :text(("In %d of %d years, the referrals less those closed with no further action and less those found not to be in "
    .. "need are, to the last one, the episodes of need that the other return has as started."):format(same, #returns))
