-- Children looked after by ethnic group in one authority, against every comparator that is in use.
-- The same figures can point opposite ways: this page shows where they do.
local foi = require "foi"

local area = foi.setting("area", "E06000016") -- Leicester
local year = foi.setting("year", "2023")      -- 31 March
local january = foi.setting("january", "2022") -- of the school census
local reference, england = "White", "E92000001"

local areas = foi.dataset "england_areas"
local name = areas:where { area_code = area }:row(1).area
local looked_after = foi.dataset "england_looked_after_by_ethnicity":where { year_ending_march = year }
local pupils = foi.dataset "england_pupils_by_ethnicity":where { january = january }

-- The school census has 18 groups; the return of looked-after children has five.
local function in_five(t)
  return t:relabel { column = "ethnicity", using = "ethnic_groups", to = "five_groups", name = "group" }
end
local known = { "White", "Mixed", "Asian", "Black", "Other" }

local function people_of(code)
  return in_five(pupils:where { area_code = code }):where { group = known }:by("group"):sum "pupils"
end
local function counts(code)
  local children = looked_after:where { area_code = code, group = known }:by("group"):sum "looked_after"
  return children:join(people_of(code), "group")
end
local here, there = counts(area), counts(england)

-- Children of unknown group stay in: they are stated, and bound what the ratios could be.
local result = looked_after:where { area_code = area }:disproportionality { count = "looked_after", group = "group",
  population = people_of(area), reference = reference, people = "pupils" }

-- Totals over the known groups, beside every row.
local function total(t, column) return t:sum(column):row(1)[column] end
local events, people = total(here, "looked_after"), total(here, "pupils")
local function add(t, column, title, answer, part)
  return t:derive(column, answer:column(part or "estimate"), { title = title, decimals = 3 })
end
local others = foi.stats.disproportion.ratio_to_others { count_group = here.looked_after, count_total = events,
  population_group = here.pupils, population_total = people }
local all = foi.stats.disproportion.ratio_to_total { count_group = here.looked_after, count_total = events,
  population_group = here.pupils, population_total = people }
local elsewhere = foi.stats.disproportion.ratio_to_group { count1 = here.looked_after, exposure1 = here.pupils,
  count0 = there.looked_after * -1 + total(there, "looked_after"),
  exposure0 = there.pupils * -1 + total(there, "pupils") }
result = add(result, "to_others", "Rate ratio to all other groups", others)
result = add(result, "to_total", "Rate ratio to all groups", all)
result = add(result, "to_england", "Rate ratio to all other groups in England", elsewhere)

local function list(column)
  local out = {}
  for i = 1, #column do out[i] = column[i] end
  return out
end
local weighted = foi.stats.disproportion.weighted_risk_ratio { events = list(here.looked_after),
  children = list(here.pupils), state_children = list(there.pupils) }
result = result:derive("weighted", weighted.ratio, { title = "Weighted ratio (England's mixture)", decimals = 3 })

-- Does the group lie on one side of 1 whatever it is compared with?
local comparators = { "index", "ratio", "to_others", "to_england", "weighted" }
result = result:derive("direction", function(row)
  local above, below = 0, 0
  for _, column in ipairs(comparators) do
    if row[column] > 1 then above = above + 1 elseif row[column] < 1 then below = below + 1 end
  end
  if row.group == reference then return "comparison group" end
  if above > 0 and below > 0 then return ("changes: %d above 1, %d below"):format(above, below) end
  return above > 0 and "above 1 by all" or "below 1 by all"
end, { title = "Direction" })

local changing = {}
for i = 1, #result do
  if result.direction[i]:find "^changes" then changing[#changing + 1] = result.group[i] end
end
local headline = #changing == 0 and "Every group lies on the same side of 1 by every comparator."
  or ("Whether %s is over- or under-represented depends on the comparator."):format(table.concat(changing, ", "))

foi.report { title = "Children looked after in " .. name .. ", against every comparator",
  subtitle = ("31 March %s, over pupils in the January %s school census"):format(year, january) }
  :text(headline .. " Quote a ratio only together with what it is compared with.")
  :caution("Pupils stand in for children: about 2 to 18 years old, in state schools of the area, at another date. The "
    .. "rates are for comparison within this page, not for comparison with published rates.")
  :table(result, { title = "Rates per 10,000 pupils",
    columns = { "group", "looked_after", "pupils", "rate", "rate_lower", "rate_upper" } })
  :forest(result, { value = "ratio", label = "group", title = "Rate ratio to White, with exact 95% limits" })
  :table(result, { title = "The same groups by every comparator",
    columns = { "group", "index", "ratio", "to_others", "to_total", "to_england", "weighted", "direction" } })
  :table(result, { title = "How many children that is, and what the children of unknown group could change",
    columns = { "group", "looked_after", "excess", "excess_lower", "excess_upper", "unknown_lower", "unknown_upper" } })
