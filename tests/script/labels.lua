-- luacheck: no max line length
-- Labels are read as they are declared or not at all; whatever was not read as it stands is said.
local foi = require "foi"

local function caught(t, options)
  local ok, e = pcall(t.relabel, t, options)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and "\n| " .. e.hint or "")
end
local function column_of(labels) return foi.table("made_up", { { "label", labels } }) end
local function in_five(t, name, from)
  return t:relabel { column = name, using = "ethnic_groups", to = "five_groups", from = from }
end
local function show(column)
  print(table.concat(column:labels(), " | "), column.totals, table.concat(column.unknown or { "none" }, " | "))
end

-- The 18 groups of the school census as five: in their order, with the total and those not known, and the sums of
-- the parts. 'Unclassified' stays what it is.
local pupils = foi.dataset "england_pupils_by_ethnicity":where { area_code = "E06000016", january = "2022" }
local five = pupils:relabel { column = "ethnicity", using = "ethnic_groups", to = "five_groups", name = "group" }
show(five.group) --> White | Mixed | Asian | Black | Other | Refused or not yet obtained | Total	Total	Refused or not yet obtained
print(five.group.name, five.group.title, five.ethnicity[1]) --> group	Ethnic group	White - White British
local sums = five:by("group"):sum "pupils"
for i = 1, #sums do print(sums.group[i], sums.pupils[i]) end
--> White	18905
--> Mixed	4457
--> Asian	27906
--> Black	5680
--> Other	1618
--> Refused or not yet obtained	833
--> Total	59399
print(18905 + 4457 + 27906 + 5680 + 1618 + 833) --> 59399
local function notes(t, before)
  for i = #before:notes() + 1, #t:notes() do print(t:notes()[i]) end
end
notes(five, pupils)
--> 1 label of 'ethnicity' was read by synonym: 'Unclassified' as 'Refused or not yet obtained'.
--> Labels of 'ethnicity' (dfe) are put into five_groups by the table of labels ethnic_groups.
--> Chinese people are among Asian, as in the censuses of 2011 and 2021; older tables, and some of today, count them in the other group.
print(select(2, pcall(five.sum, five, "pupils")).code) --> D212

-- In the five groups of 2001 Chinese pupils are in the other one.
local old = pupils:relabel { column = "ethnicity", using = "ethnic_groups", to = "five_groups_2001", name = "group" }
local chinese = pupils:where({ ethnicity = "Asian - Chinese" }):row(1).pupils
print(old:by("group"):sum("pupils"):where({ group = "Chinese or other ethnic group" }):row(1).pupils == 1618 + chinese) --> true
print(old:where({ group = "Asian or Asian British" }):sum("pupils"):row(1).pupils == 27906 - chinese) --> true

-- Codes, and what publishers misspell: each is counted. Refused, not yet obtained, unknown and unborn stay apart.
local coded = column_of { "WBRI", "REFU", "NOBT", "CHNE", "Asian - Bangaladeshi", "Mixed - White and Black Carribean", "Unborn", "Unknown" }
show(in_five(coded, "label").label)
--> White | Mixed | Asian | Refused | Not yet obtained | Unknown | Unborn	nil	Refused | Not yet obtained | Unknown | Unborn
notes(in_five(coded, "label"), coded)
--> 4 labels of 'label' were read by code: 'WBRI' as 'White - White British', 'REFU' as 'Refused', 'NOBT' as 'Not yet obtained', 'CHNE' as 'Asian - Chinese'.
--> 2 labels of 'label' were read as misspelt: 'Asian - Bangaladeshi' as 'Asian - Bangladeshi', 'Mixed - White and Black Carribean' as 'Mixed - White and Black Caribbean'.
--> Labels of 'label' (dfe) are put into five_groups by the table of labels ethnic_groups.
--> Chinese people are among Asian, as in the censuses of 2011 and 2021; older tables, and some of today, count them in the other group.
-- As they stand, in their own system: nothing to say.
local plain = column_of { "White - Irish", "Asian - Indian" }
print(#plain:relabel({ column = "label", using = "ethnic_groups", to = "dfe" }):notes()) --> 0

-- All labels that do not match, each with the nearest.
print(caught(column_of { "White - Irsh", "Martian", "Asian - Indian", "asian - chinese" },
  { column = "label", using = "ethnic_groups", to = "five_groups" }))
--> D218: 3 of 4 labels of 'label' are not in ethnic_groups (dfe):
-->   'White - Irsh' (nearest: 'White - Irish')
-->   'Martian'
-->   'asian - chinese' (nearest: 'Asian - Chinese')
--> | nothing is guessed: correct the label, or declare it by a row of ethnic_groups with system "dfe", the label, kind "synonym" or "misspelling" and its group (docs/reference/labels.md)
local many = {}
for i = 1, 300 do many[i] = ("label number %d"):format(i) end
local long = caught(column_of(many), { column = "label", using = "ethnic_groups", to = "dfe" })
print(select(2, long:gsub("\n  'label number", "")), long:match "%.%.%. and %d+ more", #long < 4096) --> 171	... and 129 more	true

-- Folding is asked for by name, and said.
local spaced = column_of { "white - irish ", "Asian\u{A0}- Indian", "  Black – Black African" }
print(caught(spaced, { column = "label", using = "ethnic_groups", to = "five_groups" }):match "| (.*)")
--> fold = {"case", "space", "dash"} reads them, and says so in a note
print(caught(spaced:where { label = "white - irish " }, { column = "label", using = "ethnic_groups", to = "dfe" }):match "| (.*)")
--> fold = {"case", "space"} reads them, and says so in a note
notes(spaced:relabel { column = "label", using = "ethnic_groups", to = "dfe", fold = { "case", "space", "dash" } }, spaced)
--> 3 labels of 'label' were read without regard to case, space, dash: 'white - irish ' as 'White - Irish', 'Asian - Indian' as 'Asian - Indian', '  Black – Black African' as 'Black - Black African'.
-- What folds into two groups is read as neither; what stands as it is needs no folding.
local two = { a = "first", A = "second" }
print(caught(column_of { "A " }, { column = "label", using = two, fold = "space" })) --> no error
print(caught(column_of { "A " }, { column = "label", using = two, fold = { "case", "space" } }):match "^%S+") --> D218:
print(column_of({ "A", "a" }):relabel({ column = "label", using = two, fold = "case" }).label[2]) --> first

-- What cannot be: five groups as eighteen; a group without its like; with the reason.
local groups = foi.dataset "youth_justice_cascade"
print(caught(groups, { column = "ethnicity", using = "ethnic_groups", from = "five_groups", to = "census_2011" }))
--> D219: 5 of 5 labels of 'ethnicity' (five_groups) have no group in census_2011:
-->   'White': it is 4 groups there, and its figure cannot be divided
-->   'Mixed': it is 4 groups there, and its figure cannot be divided
-->   'Asian': it is 5 groups there, and its figure cannot be divided
-->   'Black': it is 3 groups there, and its figure cannot be divided
-->   'Other': it is 2 groups there, and its figure cannot be divided
--> | leave them out with :where, or put them into five_groups_2001
print(caught(pupils, { column = "ethnicity", using = "ethnic_groups", to = "census_2021" }))
--> D219: 3 of 20 labels of 'ethnicity' (dfe) have no group in census_2021:
-->   'White - Traveller of Irish heritage': the census counts Irish Travellers and Gypsies as one group
-->   'White - Gypsy/Roma': the census counts Gypsies with Irish Travellers, and Roma apart
-->   'Any other ethnic group': it holds Arab people, whom the census counts apart
--> | leave them out with :where, or put them into five_groups, five_groups_2001
print(caught(pupils:where { ethnicity = "Asian - Indian" }, { column = "ethnicity", using = "ethnic_groups", to = "census_2021" })) --> no error

-- 'Asian' with Chinese people or without: the labels do not say, so the script must.
print(caught(groups, { column = "ethnicity", using = "ethnic_groups", to = "five_groups" }))
--> D219: the labels of 'ethnicity' can be read as five_groups or as five_groups_2001: 'Asian' is 'Asian' in the one and no group of five_groups in the other
--> | name the system: from = "five_groups"
print(#in_five(groups, "ethnicity", "five_groups"):notes() == #groups:notes()) --> true
print(caught(groups, { column = "ethnicity", using = "ethnic_groups", from = "five_groups_2001", to = "five_groups" }))
--> D219: 2 of 5 labels of 'ethnicity' (five_groups_2001) have no group in five_groups:
-->   'Asian': Chinese people are missing from it: in 2001 they were counted in the fifth group
-->   'Other': it holds Chinese people, who have been among Asian since 2011
--> | leave them out with :where, or give a table of your own

-- The labels of our own datasets are all declared.
local published = foi.dataset "england_looked_after_by_ethnicity":where { area_code = "E92000001", year_ending_march = "2023" }
local read = in_five(published, "published_as")
local same = 0
for i = 1, #read do
  if read.published_as[i] == read.group[i] or read.group[i] == "Unknown" then same = same + 1 end
end
print(same, #read, read.published_as[6]) --> 7	7	Refused or not yet obtained
local help = foi.dataset "leicester_early_help_2017":where { status = "opened", breakdown = "ethnicity" }
local people = foi.dataset "leicester_population_2011"
show(in_five(help, "group").group) --> White | Mixed | Asian | Black | Other | Not yet obtained | Total	Total	Not yet obtained

-- Totals and groups that are not known keep their meaning: the same ratios and bounds as under the labels of the letter.
local function black(t, population)
  local result = t:disproportionality { count = "cases", group = "group", population = population, reference = "White" }
  local row = result:row(4)
  return row.group, foi.fixed(row.ratio, 3), foi.fixed(row.unknown_lower, 3), foi.fixed(row.unknown_upper, 3)
end
print(black(in_five(help, "group"), in_five(people, "group"))) --> Black	0.885	0.670	3.480
print(select(2, black(help, people))) --> 0.885	0.670	3.480

-- A script's own table: all labels or none, in the order of the rows; the total stays the total.
local visits = foi.dataset "made_up_visits":where { status = "opened", year = "2019" }
local mine = { North = "Both", South = "Both", East = "East", ["Not recorded"] = "?", ["All areas"] = "All" }
local areas = visits:relabel { column = "area", using = mine, name = "part", title = "Part of the area" }
show(areas.part) --> Both | East | ? | All	All	?
print(areas.part.title) --> Part of the area
notes(areas, visits) --> 5 labels of 'area' became 4 by the script's own table.
print(caught(visits, { column = "area", using = { North = "N", East = "E", ["All areas"] = "All" } }))
--> D218: 2 of 5 labels of 'area' are not in the script's own table:
-->   'South' (nearest: 'North')
-->   'Not recorded'
--> | nothing is guessed: correct the label, or declare it, using = {["South"] = "its group", ...}
mine["Not recorded"] = "East"
print(caught(visits, { column = "area", using = mine }))
--> D219: 'East' is a group and 'Not recorded' is a group that is not known: both would be 'East'
mine["Not recorded"], mine["All areas"] = "?", "Both"
print(caught(visits, { column = "area", using = mine })) --> D219: 'South' is a group and 'All areas' is the total: both would be 'Both'
print(caught(column_of { "All", "Grand Total", "White" }, { column = "label", using = "ethnic_groups", to = "five_groups", from = "five_groups" }))
--> D212: 'All' and 'Grand Total' are both the total, and everything would be counted twice
--> | choose one with :where first

-- Cells without a label keep their mark.
local known = foi.table("known", { { "area", { "North" } }, { "kind", { "White - Irish" } } })
local gaps = foi.table("gaps", { { "area", { "North", "South" } } }):join(known, "area", { optional = true })
local kinds = in_five(gaps, "kind").kind
print(kinds[1], kinds[2], kinds:mark(2), #kinds:labels()) --> White	nil	not_available	1

-- A table of labels of one's own, as data. One system needs no name.
local function labels(rows)
  local columns = { { "system", {} }, { "label", {} }, { "kind", {} }, { "group", {} }, { "to", {} } }
  for i, row in ipairs(rows) do
    for k, column in ipairs(columns) do column[2][i] = row[k] or "" end
  end
  return foi.table("sizes", columns)
end
local sizes = { { "sizes", "small", "group", "small" }, { "sizes", "large", "group", "large" }, { "sizes", "S", "code", "small" } }
local sized = column_of { "large", "S" }
show(sized:relabel({ column = "label", using = labels(sizes) }).label) --> small | large	nil	none
local function wrong(...)
  local rows = { table.unpack(sizes) }
  for _, row in ipairs { ... } do rows[#rows + 1] = row end
  print(caught(sized, { column = "label", using = labels(rows) }))
end
wrong { "sizes", "M", "synonim", "small" }
--> D220: sizes: the row of 'M' (sizes) has the unknown kind 'synonim'
--> | did you mean 'synonym'?
wrong { "sizes", "L", "code", "lagre" }
--> D220: sizes: the row of 'L' (sizes) names the group 'lagre', which sizes does not have
--> | did you mean 'large'?
wrong { "sizes", "S", "code", "large" } --> D220: sizes: the row of 'S' (sizes) is there twice
wrong { "sizes", "huge", "group", "large" }
--> D220: sizes: the row of 'huge' (sizes) is a group called 'large'
--> | a group is its own label; other labels are synonyms
wrong { "sizes", "L", "code" } --> D220: sizes: the row of 'L' (sizes) has no group
wrong { "sizes", "L", "none", "large", "halves" } --> D220: sizes: the row of 'L' (sizes) has a group and says that it has none
wrong { "sizes", "small", "part", "lower" } --> D220: sizes: the row of 'small' (sizes) does not say which other system it is a part of
wrong { "sizes", "small", "part", "lower", "halves" }
--> D220: sizes: the row of 'small' (sizes) names the group 'lower', which halves does not have
wrong({ "halves", "lower", "group", "lower" }, { "sizes", "S", "part", "lower", "halves" })
--> D220: sizes: the row of 'S' (sizes) is put into another system and is no group of its own
--> | add the row of kind group
wrong({ "halves", "lower", "group", "lower" }, { "sizes", "small", "part", "lower", "halves" }, { "sizes", "small", "part", "lower", "halves" })
--> D220: sizes: the row of 'small' (sizes) is in 'halves' twice
wrong { "halves", "S", "code", "small", "sizes" }
--> D220: sizes: the row of 'S' (halves) is of kind code and of another system
--> | a label of another system is a part
wrong { "", "S", "code", "small" } --> D220: sizes: a row has no 'system'
print(caught(sized, { column = "label", using = labels { { "any", "All", "total", "All" } } })) --> D220: sizes: no row has a system of groups
print(caught(sized, { column = "label", using = sized })) --> D210: no column "system"; there are: label

-- Names of areas: every authority of the requests that has a code has that code by its name too.
local requests = foi.dataset "foi_requests_outcomes":where(function(row) return row.area_code end)
local codes = foi.dataset "england_areas":where(function(row) return row.area ~= "Dorset" end)
  :derive("code", function(row) return row.area_code end):select("area", "code")
print(caught(requests, { column = "authority", using = "area_names" }))
--> D218: 2 of 159 labels of 'authority' are not in area_names (england_areas):
-->   'Dorset Council' (nearest: 'Somerset Council')
-->   'Dorset County Council' (nearest: 'Durham County Council')
--> | nothing is guessed: correct the label, or declare it by a row of area_names with system "england_areas", the label, kind "synonym" or "misspelling" and its group (docs/reference/labels.md)
local named = requests:where(function(row) return not row.authority:find "^Dorset" end)
  :relabel { column = "authority", using = "area_names", name = "area" }
print(named:notes()[#named:notes()]:match "^%d+.-:", named:notes()[#named:notes()]:match " and %d+ more%.$")
--> 157 labels of 'authority' were read by synonym:	 and 137 more.
local agree = 0
named = named:join(codes, "area")
for i = 1, #named do
  if named.area_code[i] == named.code[i] then agree = agree + 1 end
end
print(agree, #named) --> 2718	2718
local dorset = column_of { "Dorset", "Leeds" }
notes(dorset:relabel { column = "label", using = "area_names" }, dorset)
--> Two areas are called Dorset: the county until 2019 (E10000009) and the unitary authority since (E06000059).

-- What the dataset of the column says and what the table of labels says must agree.
print(caught(visits, { column = "area", using = labels {
  { "areas", "North", "group", "North" }, { "areas", "South", "group", "South" }, { "areas", "East", "group", "East" },
  { "areas", "All areas", "total", "All areas" }, { "areas", "Not recorded", "group", "Not recorded" } } }))
--> D219: 'Not recorded' is a group that is not known by the dataset of 'area' and a group by sizes

-- A group that is put among those not known is not known.
local lost = column_of({ "large", "S" }):relabel { column = "label", to = "halves", using = labels {
  sizes[1], sizes[2], sizes[3], { "halves", "upper", "group", "upper" }, { "halves", "?", "unknown", "?" },
  { "sizes", "large", "part", "upper", "halves" }, { "sizes", "small", "part", "?", "halves" } } }
show(lost.label) --> upper | ?	nil	?

-- The 16 groups of 2001 as the NHS prints them, with what is no group; Chinese people as in the system asked for.
local nhs = column_of { "White - British", "Asian or Asian British - Indian", "Mixed - White and Asian",
  "Black or Black British - African", "Other Ethnic Groups - Chinese", "Not stated", "Not known" }
show(in_five(nhs, "label").label)
--> White | Mixed | Asian | Black | Unknown | Not stated	nil	Unknown | Not stated
for _, to in ipairs { "five_groups_2001", "dfe", "census_2021" } do
  local put = nhs:relabel { column = "label", using = "ethnic_groups", to = to, name = "group" }
  print(put.group[1], put.group[4], put.group[5], table.concat(put.group.unknown, ", "))
end
--> White	Black or Black British	Chinese or other ethnic group	Unknown, Not stated
--> White - White British	Black - Black African	Asian - Chinese	Unknown, Not stated
--> White: English, Welsh, Scottish, Northern Irish or British	Black, Black British, Black Welsh, Caribbean or African: African	Asian, Asian British or Asian Welsh: Chinese	Unknown, Not stated
print(column_of({ "A", "N", "R" }):relabel({ column = "label", using = "ethnic_groups", to = "five_groups", name = "group" }).group[2]) --> Black
print(caught(column_of { "White - Any other White background" }, { column = "label", using = "ethnic_groups", to = "census_2021" }))
--> D219: the labels of 'label' can be read as census_2001 or as dfe: 'White - Any other White background' is no group of census_2021 in the one and 'White: Other White' in the other
--> | name the system: from = "census_2001"
print(caught(column_of { "White - Any other White background", "White - British" }, { column = "label", using = "ethnic_groups", to = "dfe" }))
--> D219: 1 of 2 labels of 'label' (census_2001) has no group in dfe:
-->   'White - Any other White background': it holds Irish Travellers and Gypsy or Roma people, whom the Department for Education counts apart
--> | leave them out with :where, or put them into five_groups, five_groups_2001, census_2011, census_2021

-- Arguments.
print(caught(sized, { column = "label", using = "ethnic_groups" })) --> A102: relabel needs 'to'
print(caught(sized, { column = "label", to = "dfe" })) --> A102: relabel needs 'using'
print(caught(sized, { column = "label", using = "ethnic_groups", to = "five_group" }))
--> A104: relabel: 'to' is 'five_group', which is no system of ethnic_groups
--> | did you mean 'five_groups'? there are five_groups, five_groups_2001, census_2001, census_2011, census_2021, dfe
print(caught(sized, { column = "label", using = "ethnic_group", to = "dfe" }):match "^%S+") --> D214:
print(caught(sized, { column = "label", using = { "a" } }):match "^%S+") --> A103:
print(caught(sized, { column = "label", using = { a = "b" }, to = "dfe" })) --> A104: relabel: 'to' names a system, and the script's own table has none
print(caught(sized, { column = "label", using = { a = "b" }, fold = "blank" }))
--> A104: relabel: 'fold' cannot be 'blank'
--> | it takes case, space, dash
print(caught(sized, { column = "label", system = "dfe" }):match "^%S+") --> A101:
print(caught(pupils, { column = "pupils", using = "ethnic_groups", to = "dfe" }):match "^[^\n]+") --> D211: column 'pupils' holds numbers, not labels
