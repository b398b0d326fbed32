-- One claim checked: "children of group A are more likely to be looked after than children of group B".
-- Turns one ratio into a sentence with its counts, interval and caveats, and refuses when the numbers
-- are too small to carry it. Change the settings for another claim: -s group=Black -s area=E06000015
local foi = require "foi"

local area = foi.setting("area", "E06000016") -- Leicester
local group, reference = foi.setting("group", "Mixed"), foi.setting("reference", "White")
local year, january = foi.setting("year", "2023"), foi.setting("january", "2022")
local fewest = 10 -- events in each group below which no ratio is quoted (the PHE rule for rates)

local name = foi.dataset "england_areas":where { area_code = area }:row(1).area
local children = foi.dataset "england_looked_after_by_ethnicity"
  :where { area_code = area, year_ending_march = year, group = { group, reference } }
local pupils = foi.dataset "england_pupils_by_ethnicity":where { area_code = area, january = january }

-- The detailed groups of the school census, put into the five of the return of looked-after children.
local five = pupils:relabel { column = "ethnicity", using = "ethnic_groups", to = "five_groups", name = "group" }
  :where { group = { group, reference } }:by("group"):sum "pupils"

local both = children:by("group"):sum "looked_after":join(five, "group")
local function of(label) return both:where { group = label }:row(1) end
local a, b = of(group), of(reference)

local title = ("Are %s children in %s looked after more often than %s children?"):format(group, name, reference)
local report = foi.report { title = title, subtitle = ("31 March %s"):format(year) }
local question = ("The rate of %s children against %s children"):format(group, reference)

local hidden = {}
for i = 1, #both do
  local mark = both.looked_after:mark(i)
  if mark ~= "ok" then
    hidden[#hidden + 1] = ("the count of %s children is %s"):format(both.group[i], (mark:gsub("_", " ")))
  end
end
if #hidden > 0 then
  report:cannot(question, table.concat(hidden, ", ") .. ".")
else
  local answer = foi.say.ratio { group = group .. " pupils", reference = reference .. " pupils", people = "pupils",
    to = "be looked after", scope = ("in %s on 31 March %s"):format(name, year), fewest = fewest,
    count = a.looked_after, population = a.pupils, reference_count = b.looked_after, reference_population = b.pupils }
  local verdict = { higher = "The figures support the claim.",
    lower = "The figures contradict the claim: the rate is lower.",
    ["not settled"] = "The figures neither support nor contradict the claim." }
  if verdict[answer.verdict] then
    report:text(verdict[answer.verdict] .. " " .. answer.text)
  else
    report:cannot(question, ("fewer than %d children are looked after in one of the groups."):format(fewest))
  end
end
report:caution("Pupils of state schools in the area stand in for resident children. Age, deprivation and unaccompanied "
    .. "asylum seekers are not taken into account, so the ratio describes a difference and does not explain it.")
  :table(both:rate { count = "looked_after", population = "pupils", per = 10000, people = "pupils" },
    { title = "The counts behind the ratio" })
