-- What became of the referrals to children's social care in one authority, year by year, beside its region
-- and England: closed with no further action, assessed and found not to be in need, or neither.
local foi = require "foi"

local area = foi.setting("area", "E06000016") -- Leicester
local keys = { "area_code", "year_ending_march" }

local authority = foi.dataset "england_areas":where { area_code = area }:row(1)
local name = authority.area
local referrals = foi.dataset "england_referrals"
local need = foi.dataset "england_children_in_need"

-- The authority first, then its region and England, which count its referrals again.
local places = { { code = area, name = name } }
local function add_place(code, place)
  if code ~= nil and code ~= places[#places].code then places[#places + 1] = { code = code, name = place } end
end
add_place(authority.region_code, authority.region)
add_place("E92000001", "England")

-- Both kinds of closing are parts of all referrals. One closed with no further action has no assessment
-- (rule 8831 of the census), so they can be taken away one after the other.
local all
for _, place in ipairs(places) do
  local t = referrals:where { area_code = place.code }:derive("place", place.name, { title = "Place" })
  all = all and all:concat(t) or t
end
all = all:derive("taken_further", all.referrals - all.no_further_action,
  { title = "Taken further", unit = "referrals", count = true })
all = all:derive("taken_on", all.taken_further - all.not_in_need,
  { title = "Not closed after assessment either", unit = "referrals", count = true })
local here = all:where { area_code = area }
local stages = here:cascade { stages = { "referrals", "taken_further", "taken_on" }, within = "year_ending_march" }

-- What share of all referrals ends so, as the Department publishes it.
local function stops(count)
  return all:proportion { count = count, of = "referrals", name = "share" }
    :select("area_code", "place", "year_ending_march", "share", "share_lower", "share_upper")
end
local at_once, after = stops "no_further_action", stops "not_in_need"
local at_once_here = at_once:where { area_code = area }
  :select("year_ending_march", "share", "share_lower", "share_upper")

local function side_by_side(t) return t:pivot { rows = "year_ending_march", across = "place", values = "share" } end

-- The return on episodes of need is another table of the same census: does it start from what is left?
-- Only years with every figure are shown: beside the others a hidden count could be worked out.
local both = here:join(need:select("area_code", "year_ending_march", "episodes_started"), keys)
  :where(function(row) return row.taken_on ~= nil and row.episodes_started ~= nil end)
local function agrees(row)
  return row.taken_on == row.episodes_started and "the same"
    or ("differ by %s"):format(foi.fixed(math.abs(row.taken_on - row.episodes_started), 0))
end
both = both:derive("agreement", agrees, { title = "Do they agree?" })
local same = #both:where(function(row) return row.agreement == "the same" end)

-- The years with the largest and the smallest share closed with no further action.
local sorted = at_once_here:where(function(row) return row.share ~= nil end):sort("share", { descending = true })
local highest, lowest = #sorted > 0 and sorted:row(1), #sorted > 0 and sorted:row(#sorted)

local last = here:row(#here).year_ending_march
local function of_last(t) return t:where { year_ending_march = last }:row(1) end
local now = of_last(here)

local function percent(row)
  return ("%s%% (95%% limits %s%% to %s%%)"):format(foi.fixed(row.share, 1), foi.fixed(row.share_lower, 1),
    foi.fixed(row.share_upper, 1))
end

local function elsewhere(t)
  local words = {}
  for i = 2, #places do
    local row = t:where { area_code = places[i].code, year_ending_march = last }:row(1)
    words[#words + 1] = ("%s %s%%"):format(places[i].name, foi.fixed(row.share, 1))
  end
  return #words > 0 and "; " .. table.concat(words, ", ") or ""
end

local function headline()
  local first, second = of_last(at_once), of_last(after)
  return ("In the year to March %s, %s of the %s referrals in %s were closed with no further action: %s%s. Of all "
    .. "referrals, %s were assessed, found not to be in need and closed: %s%s."):format(last,
    foi.fixed(now.no_further_action, 0), foi.fixed(now.referrals, 0), name, percent(first), elsewhere(at_once),
    foi.fixed(now.not_in_need, 0), percent(second), elsewhere(after))
end

local report = foi.report { title = "What became of referrals in " .. name,
  subtitle = ("Children's social care, years ending 31 March %s to %s"):format(here:row(1).year_ending_march, last) }
if now.taken_on == nil then
  report:cannot("What became of the referrals of the year to March " .. last,
    "a figure of that year is missing or hidden.")
else
  report:text(headline())
end
if highest then
  report:text(("The share closed with no further action was highest in the year to March %s, %s, and lowest in the "
    .. "year to March %s, %s."):format(highest.year_ending_march, percent(highest), lowest.year_ending_march,
    percent(lowest)))
end
report:caution("No further action and not in need are two parts of all referrals, not one stage after the other. What "
    .. "is left when both are taken away is not the same as found in need: some can still wait for an assessment.")
  :caution("A referral is not a child: a child can be referred more than once in a year. Steps from one year to "
    .. "the next, and differences between authorities, can be changes of recording. The limits say only how far chance "
    .. "could move the figures. The counts of England and the regions take in the authority's and are rounded to the "
    .. "nearest 10, so no ratio to them is taken.")
  :forest(at_once_here, { value = "share", label = "year_ending_march",
    title = name .. ": share of referrals closed with no further action, %" })
  :table(side_by_side(at_once), { title = "Closed with no further action, % of referrals" })
  :table(side_by_side(after), { title = "Assessed and found not to be in need, % of referrals" })
  :heading "The cascade, year by year"
  :text("Each step is a share of the step before; the cumulative share is of all referrals of the year.")
  :table(stages:where { stage = { "Taken further", "Not closed after assessment either" } }, {
    title = name .. ": how far referrals go" })
  :heading "Does it fit the return on episodes of need?"
  :text(("What is left after both steps should be the episodes of need that started in the year. It is, to the last "
    .. "one, in %d of the %d years with all the figures.%s"):format(same, #both, authority.level == "LA" and ""
    or " (Counts of regions and England are rounded, and leave out authorities without figures.)"))
  :table(both, { title = "Referrals less both kinds of closing, and episodes of need started",
    columns = { "year_ending_march", "referrals", "no_further_action", "not_in_need", "taken_on", "episodes_started",
      "agreement" } })
  :cannot("From referral to assessment, plan and care, as one series",
    "the returns count referrals, episodes of need and children looked after, in tables that do not follow the "
    .. "referrals of one year from one to the next.")
  :cannot("How many referrals were assessed",
    "the return counts those closed after an assessment, not the assessments.")
  :cannot("How many children that was", "the return gives the children referred, but what became of referrals only; "
    .. "children and referrals must not be divided by each other.")
  :cannot("Whether it differs by ethnic group",
    "the return has no ethnic groups, and no council's reply that has them is at hand.")
