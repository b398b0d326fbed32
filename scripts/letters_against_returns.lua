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
local figures, units, counts, equal = {}, {}, {}, 0
local function line(figure, unit, count)
  figures[#figures + 1], units[#units + 1], counts[#counts + 1] = figure, unit, count
  if figure:find "^Return" and count == closed then equal = equal + 1 end
end
line("Letter: closed straight after assessment", "assessments", closed)
line("Letter: of these, no factor identified", "assessments", none)
line("Letter: of these, at least one factor", "assessments", closed - none)
line("Return: referrals", "referrals", year.referrals)
line("Return: children referred", "children", year.children_referred)
line("Return: closed with no further action", "referrals", year.no_further_action)
line("Return: assessed, found not to be in need and closed", "referrals", year.not_in_need)
line("Return: both kinds of closing", "referrals", both_kinds)
line("Return: episodes of need started", "episodes", year.episodes_started)
line("Return: episodes of need ended", "episodes", year.episodes_ended)
local same_year = foi.table("letter_001", { { "figure", figures, title = "Who counts what" },
  { "unit", units, title = "Unit" }, { "count", counts, title = "Number", count = true } })

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

-- How many would have been open at the start: those at the end less the opened and with the closed.
local function at_start(came, left, open) return open - came + left end
local function start_of(row) return at_start(row.episodes_started, row.episodes_ended, row.episodes_at_31_march) end
local negative = {}
for _, check in ipairs(help:checks()) do
  if check.state == "failed" then negative[#negative + 1] = ("* %s: %s."):format(check.code, check.text) end
end

-- Letter 003: what the returns say of the years that were asked about, for when the attachment turns up.
-- "2021" can be 2020/21, the calendar year or 2021/22.
local meant = { ["2018"] = "2017/18", ["2019"] = "2018/19", ["2020"] = "2019/20", ["2021"] = "perhaps \"2021\"",
  ["2022"] = "perhaps \"2021\"" }
local years_asked = returns:where { year_ending_march = { "2018", "2019", "2020", "2021", "2022" } }
  :derive("asked", function(row) return meant[row.year_ending_march] end, { title = "Year asked for" })
years_asked = years_asked:derive("least", years_asked.not_in_need, { title = "Assessed: at least" })
  :derive("most", years_asked.referrals - years_asked.no_further_action,
    { title = "Assessed: at most", unit = "referrals", count = true })

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
  :table(same_year, { title = "The letter and the returns, year to 31 March 2016" })
  :text(("**Where they agree:** nothing in one rules out the other: the letter's %s are fewer than the %s referrals "
    .. "that the return does not have as closed with no further action."):format(number(closed),
    number(year.referrals - year.no_further_action)))
  :text(("**Where they differ:** the letter's count is %s times the %s not in need. (Its %s with at least one factor "
    .. "are near that, but are another count.) Why they may differ:\n\n"
    .. "* The letter answers in assessments, where children were asked for; the return counts referrals, and not those "
    .. "of children whose case is open. A referral can have several assessments or none.\n"
    .. "* The letter counts what was closed straight after the assessment, the return what was found not to be in "
    .. "need; a case can be closed, or passed to early help, for other reasons.\n"
    .. "* An assessment can end in another year than its referral."):format(foi.fixed(closed / year.not_in_need, 2),
    number(year.not_in_need), number(closed - none)))
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
  :text(("**Where they agree:** in neither do openings and closings explain the stock. Worked out from the other three "
    .. "figures, the return would have had %s and %s episodes open at the start of the two years; it published %s and "
    .. "%s. The letter does not say how many cases were open at the start (%s by the same sum), but in some groups the "
    .. "number worked out is below zero:\n\n%s"):format(number(start_of(before)), number(start_of(after)),
    number(return_of("2016").episodes_at_31_march), number(before.episodes_at_31_march),
    number(at_start(opened, ended, active)), table.concat(negative, "\n")))
  :cannot("Whether the early help figures agree", ("the returns count children in need, and early help lies below that "
    .. "threshold; in %s of the cases opened the person is aged 20 or over; and the letter's 12 months end on 11 "
    .. "September, within a national year."):format(foi.percent(adults)))
  :heading "Letter 003: referrals by ethnic group"
  :table(years_asked, { title = "What the returns say of the years that were asked about", columns = {
    "year_ending_march", "asked", "referrals", "children_referred", "no_further_action", "not_in_need", "least",
    "most" } })
  :text("Assessments were asked for and are not counted in these returns. Those found not to be in need were assessed, "
    .. "and those closed with no further action were not: the number lies between.")
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
