-- Children looked after by ethnic group: the ratio of England's rates, and the ratio once every region
-- and every authority is compared with itself. Does it change its direction, or its size?
local foi = require "foi"

local year = foi.setting("year", "2023")       -- 31 March
local january = foi.setting("january", "2022") -- of the school census
local reference = "White"
local known = { "White", "Mixed", "Asian", "Black", "Other" }

local areas = foi.dataset "england_areas":select("area_code", "level", "area")
local looked_after = foi.dataset "england_looked_after_by_ethnicity":where { year_ending_march = year }
  :select("area_code", "level", "group", "looked_after"):join(areas, { "area_code", "level" })
local pupils = foi.dataset "england_pupils_by_ethnicity":where { january = january }
  :relabel { column = "ethnicity", using = "ethnic_groups", to = "five_groups", name = "group" }
  :where { group = known }:by("area_code", "level", "group"):sum "pupils"

-- The figures of one level, people beside them; the totals of authorities are exact and give hidden
-- counts bounds, those of regions and England are rounded.
local function figures(level)
  local rows = looked_after:where { level = level }
  if level == "LA" then
    rows = rows:tighten { count = "looked_after", parts = "group", total = "Total", within = { "area_code" } }
  end
  return rows:where { group = known }:join(pupils, { "area_code", "level", "group" }, { optional = true })
end

-- Each group against White children within the places of a level.
local function within(level, word, by_stratum)
  local rows = figures(level)
  return rows:derive(word, rows.area, { title = word }):stratified { count = "looked_after", population = "pupils",
    group = "group", reference = reference, strata = word, by_stratum = by_stratum }
end
local england = figures("England"):disproportionality { count = "looked_after", population = "pupils", group = "group",
  reference = reference, people = "pupils" }:where(function(row) return row.group ~= reference end)
local regions, authorities = within("Region", "region"), within("LA", "authority")

-- The three beside each other.
local function renamed(t, names)
  local out = t:select "group"
  for _, pair in ipairs(names) do
    out = out:derive(pair[2], t:column(pair[1]), { title = pair[3] })
  end
  return out
end
local together = renamed(england, { { "ratio", "england", "England" }, { "ratio_lower", "england_lower" },
  { "ratio_upper", "england_upper" } })
  :join(renamed(regions, { { "ratio", "region", "Within regions" }, { "ratio_lower", "region_lower" },
    { "ratio_upper", "region_upper" } }), "group")
  :join(renamed(authorities, { { "ratio", "authority", "Within authorities with figures" },
    { "ratio_lower", "authority_lower" }, { "ratio_upper", "authority_upper" },
    { "hidden_lower", "hidden_lower", "Within authorities: at least" },
    { "hidden_upper", "hidden_upper", "Within authorities: at most" } }), "group")

-- Which groups change sides of 1 anywhere, and whose size changes most?
local function sides(row)
  local above, below = false, false
  for _, ratio in ipairs { row.england, row.region, row.authority, row.hidden_lower, row.hidden_upper } do
    above, below = above or ratio > 1, below or ratio < 1
  end
  return above and below
end
local changing, most = {}, nil
for i = 1, #together do
  local row = together:row(i)
  if sides(row) then changing[#changing + 1] = row.group end
  row.change = math.max(row.region / row.england, row.england / row.region)
  if most == nil or row.change > most.change then most = row end
end

-- In how many authorities is the ratio above 1, or below, by more than chance?
local each = within("LA", "authority", true)
local function count_of(group, test)
  return #each:where(function(row) return row.group == group and row.used == "used" and row.ratio and test(row) end)
end
local function counts(name, test)
  return function(row) return count_of(row.group, test) end, { title = name, count = true }
end
local spread = authorities:select("group", "strata", "left_out", "why")
  :derive("above", counts("Above 1", function(row) return row.ratio > 1 end))
  :derive("clearly_above", counts("Above 1 with limits", function(row) return row.ratio_lower > 1 end))
  :derive("below", counts("Below 1", function(row) return row.ratio < 1 end))
  :derive("clearly_below", counts("Below 1 with limits", function(row) return row.ratio_upper < 1 end))

local function text(x) return foi.fixed(x, 2) end
local headline = (#changing == 0 and "No group changes sides: every ratio lies on the same side of 1 in England, "
  .. "within regions and within authorities. " or ("%s changes sides of 1. "):format(table.concat(changing, ", ")))
  .. ("The size changes, most for %s children: %s times the rate of White children in England, %s times within the "
  .. "same region, and %s to %s times within the same authority, whatever the hidden counts are."):format(most.group,
  text(most.england), text(most.region), text(most.hidden_lower), text(most.hidden_upper))

foi.report { title = "Children looked after by ethnic group: like compared with like",
  subtitle = ("England, 31 March %s, over pupils in the January %s school census"):format(year, january) }
  :text(headline)
  :caution("Authorities hide small counts, and those with figures need not be like the others: the ratio within them "
    .. "can lie outside the range that all authorities allow. Quote the range.")
  :caution("Pupils stand in for children: about 2 to 18 years old, in state schools of the area, at another date.")
  :table(together, { title = "Rate ratio to White children: England, within regions, within authorities" })
  :forest(together, { value = "region", label = "group", title = "Rate ratio to White children of the same region" })
  :table(regions, { title = "Crude and stratified by region" })
  :table(authorities, { title = "Crude and stratified by authority" })
  :table(spread, { title = "In how many authorities the ratio lies above or below 1" })
  :cannot("Why the ratios differ from place to place", "need, deprivation and unaccompanied children are not in these "
    .. "figures, and age is not broken down by ethnic group.")
