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
local here = looked_after:where { area_code = area }

-- Children of unknown group stay in: they are stated, and bound what the ratios could be.
local result = here:disproportionality { count = "looked_after", group = "group", population = people_of(area),
  reference = reference, people = "pupils" }
local compared = here:comparators { count = "looked_after", group = "group", population = people_of(area),
  reference = reference, elsewhere = { England = counts(england) } }

-- Six decimals, those of published worked examples.
local ratios = { "index", "ratio", "to_others", "to_total", "alternate", "weighted" }
local six = compared
for _, column in ipairs(ratios) do six = six:derive(column, compared[column], { decimals = 6 }) end

-- The same children and pupils as parts of a whole, in which those whose group is not known stay.
local not_known = "Refused or not yet obtained" -- as the school census calls them
local one_name = { Unknown = not_known, [not_known] = not_known }
for _, group in ipairs(known) do one_name[group] = group end
local function parts_of(t, count, whose, rounded)
  local parts = t:where(function(row) return row.group ~= "Total" end):by("group"):sum(count)
  parts = parts:derive("children", parts:column(count), { title = "Children", unit = "", count = true })
  local all = rounded and parts:by():sum(count) or t:where { group = "Total" } -- rounded totals are not the sum
  return parts:derive("whose", function() return whose end, { title = "Whose" })
    :derive("all", all:row(1)[count], { title = "Children or pupils, all groups" })
    :select("whose", "group", "children", "all")
end
local function compared_parts(code, place)
  local children, rounded = looked_after:where { area_code = code }, code == england
  if not rounded then -- hidden counts lie within what the total leaves
    children = children:tighten { count = "looked_after", parts = "group", total = "Total", within = { "area_code" } }
  end
  local both = parts_of(children, "looked_after", place .. ": looked after", rounded)
    :concat(parts_of(in_five(pupils:where { area_code = code }), "pupils", place .. ": pupils"))
  return both:relabel { column = "group", using = one_name }
end
local parts = compared_parts(area, name):concat(compared_parts(england, "England"))

-- The groups whose direction begins so.
local function those(start)
  local out = {}
  for i = 1, #compared do
    if compared.direction[i]:find("^" .. start) then out[#out + 1] = compared.group[i] end
  end
  return #out > 0 and table.concat(out, ", ") or nil
end
local changing, open = those "changes", those "not settled"
local headline = changing and ("Whether children of the group %s are over- or under-represented depends on the "
    .. "comparator."):format(changing)
  or open and ("Hidden counts leave open on which side of 1 the group %s lies by some comparators."):format(open)
  or "Every group lies on the same side of 1 by every comparator."

foi.report { title = "Children looked after in " .. name .. ", against every comparator",
  subtitle = ("31 March %s, over pupils in the January %s school census"):format(year, january) }
  :text(headline .. " Quote a ratio only together with what it is compared with.")
  :caution("Pupils stand in for children: about 2 to 18 years old, in state schools of the area, at another date. The "
    .. "rates are for comparison within this page, not for comparison with published rates.")
  :composition(parts, { value = "children", by = "whose", series = "group", of = "all",
    title = "Children looked after and pupils: shares of the ethnic groups" })
  :table(result, { title = "Rates per 10,000 pupils",
    columns = { "group", "looked_after", "pupils", "rate", "rate_lower", "rate_upper" } })
  :forest(result, { value = "ratio", label = "group", title = "Rate ratio to White, with exact 95% limits" })
  :table(six, { title = "The same groups by every comparator",
    columns = { "group", "index", "ratio", "to_others", "to_total", "alternate", "weighted", "direction" } })
  :table(compared, { title = "How sure each ratio is", columns = { "group", "ratio", "ratio_lower", "ratio_upper",
    "to_others", "to_others_lower", "to_others_upper", "alternate", "alternate_lower", "alternate_upper" } })
  :table(result, { title = "How many children that is, and what the children of unknown group could change",
    columns = { "group", "looked_after", "excess", "excess_lower", "excess_upper", "unknown_lower", "unknown_upper" } })
