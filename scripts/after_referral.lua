-- What became of the referrals to children's social care in one authority, year by year: closed with no
-- further action, assessed and found not to be in need, or neither. Each step among those who got there.
local foi = require "foi"

local area = foi.setting("area", "E06000016") -- Leicester
local england = "E92000001"
local keys = { "area_code", "year_ending_march" }

local name = foi.dataset "england_areas":where { area_code = area }:row(1).area
local referrals = foi.dataset "england_referrals"
local need = foi.dataset "england_children_in_need"

-- The three stages from the one return: each is a part of the one before.
local function with_stages(t)
  t = t:derive("taken_further", t.referrals - t.no_further_action, { title = "Taken further", unit = "referrals",
    count = true })
  return t:derive("taken_on", t.taken_further - t.not_in_need, { title = "Not closed after assessment either",
    unit = "referrals", count = true })
end
local here = with_stages(referrals:where { area_code = area })
local stages = here:cascade { stages = { "referrals", "taken_further", "taken_on" }, within = "year_ending_march" }

-- The same steps the other way round: where a referral stops.
local function stops(t, place)
  local function share(count, of, title)
    local p = t:proportion { count = count, of = of, name = "share" }
    return p:derive("step", title, { title = "Closed" }):derive("place", place, { title = "Place" })
      :select("year_ending_march", "place", "step", "share", "share_lower", "share_upper")
  end
  return share("no_further_action", "referrals", "with no further action"),
    share("not_in_need", "taken_further", "after assessment: not in need")
end
local at_once, after = stops(here, name)
local there = with_stages(referrals:where { area_code = england })
local at_once_england, after_england = stops(there, "England")

local function side_by_side(ours, theirs)
  local both = name == "England" and ours or ours:concat(theirs)
  return both:pivot { rows = "year_ending_march", across = "place", values = "share" }
end

-- The return on episodes of need is another table of the same census: does it start from what is left?
local both = here:join(need:select("area_code", "year_ending_march", "episodes_started"), keys)
local function agrees(row)
  if row.taken_on == nil or row.episodes_started == nil then return "cannot be said: a figure is missing" end
  return row.taken_on == row.episodes_started and "the same"
    or ("differ by %d"):format(math.abs(row.taken_on - row.episodes_started))
end
both = both:derive("agreement", agrees, { title = "Do they agree?" })
local same, compared = 0, 0
for i = 1, #both do
  if both.agreement[i] == "the same" then same = same + 1 end
  if not both.agreement[i]:find "^cannot" then compared = compared + 1 end
end

-- The years with the largest and the smallest share closed with no further action.
local sorted = at_once:where(function(row) return row.share ~= nil end):sort("share", { descending = true })
local highest, lowest = #sorted > 0 and sorted:row(1), #sorted > 0 and sorted:row(#sorted)

local last = here:row(#here).year_ending_march
local function of_last(t) return t:where { year_ending_march = last }:row(1) end
local now = of_last(here)

local function percent(row)
  return ("%s%% (95%% limits %s%% to %s%%)"):format(foi.fixed(row.share, 1), foi.fixed(row.share_lower, 1),
    foi.fixed(row.share_upper, 1))
end

local function headline()
  local first, second = of_last(at_once), of_last(after)
  return ("In the year to March %s, %s of the %s referrals in %s were closed with no further action: %s; in England "
    .. "%s%%. Of the %s taken further, %s were assessed, found not to be in need and closed: %s; in England %s%%.")
    :format(last, foi.fixed(now.no_further_action, 0), foi.fixed(now.referrals, 0), name, percent(first),
    foi.fixed(of_last(at_once_england).share, 1), foi.fixed(now.taken_further, 0), foi.fixed(now.not_in_need, 0),
    percent(second), foi.fixed(of_last(after_england).share, 1))
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
report:caution("A referral is not a child: a child can be referred more than once in a year. Steps from one year to "
    .. "the next, and differences between authorities, can be changes of recording. The limits say only how far chance "
    .. "could move the figures. England's counts are rounded to the nearest 10.")
  :forest(at_once, { value = "share", label = "year_ending_march",
    title = name .. ": share of referrals closed with no further action, %" })
  :table(side_by_side(at_once, at_once_england), { title = "Closed with no further action, % of referrals" })
  :table(side_by_side(after, after_england),
    { title = "Assessed and found not to be in need, % of referrals taken further" })
  :heading "The cascade, year by year"
  :text("Each step is a share of the step before; the cumulative share is of all referrals of the year.")
  :table(stages:where { stage = { "Taken further", "Not closed after assessment either" } }, {
    title = name .. ": how far referrals go" })
  :heading "Does it fit the return on episodes of need?"
  :text(("What is left after both steps should be the episodes of need that started in the year. It is, to the last "
    .. "one, in %d of the %d years with all the figures."):format(same, compared))
  :table(both, { title = "Referrals less both kinds of closing, and episodes of need started",
    columns = { "year_ending_march", "referrals", "no_further_action", "not_in_need", "taken_on", "episodes_started",
      "agreement" } })
  :cannot("How many referrals were assessed",
    "the return counts those closed after an assessment, not the assessments.")
  :cannot("How many children that was", "the return gives the children referred, but what became of referrals only; "
    .. "children and referrals must not be divided by each other.")
  :cannot("Whether it differs by ethnic group",
    "the return has no ethnic groups, and no council's reply that has them is at hand.")
