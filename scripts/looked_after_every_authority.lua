-- Children looked after, every authority of England: which lie further from the national rate than
-- chance and the usual spread between authorities would put them, and how sure is anyone's rank?
local foi = require "foi"

local year = foi.setting("year", "2023")

-- Every authority stays in the table, those without a figure too.
local areas = foi.dataset "england_areas":select("area_code", "area", "region")
local children = foi.dataset "england_children_0_17":where { level = "LA", year_ending_march = year }
  :select("area_code", "children")
local all = foi.dataset "england_looked_after_by_ethnicity"
  :where { level = "LA", year_ending_march = year, group = "Total" }:select("area_code", "looked_after")
  :join(children, "area_code", { optional = true }):join(areas, "area_code")
  :ranks { count = "looked_after", population = "children", people = "children", group = "area" }
  :funnel { count = "looked_after", population = "children", people = "children", called = "authorities",
    spread = "shmi" }

-- How many lie beyond the 99.8% limits.
local function beyond(positions)
  local n = 0
  for i = 1, #positions do
    if positions[i]:match "99.8" then n = n + 1 end
  end
  return n
end

local known = all:where(function(row) return row.rank ~= nil end):sort "rank"
local outside = all:where(function(row) return row.position:match "99.8" ~= nil end)
local median = known:row(math.max(1, #known // 2))

local report = foi.report { title = "Children looked after, every authority",
  subtitle = "England, 31 March " .. year }
  :text(all:answered { column = "rate", group = "area", called = "authorities" }
    .. (" %s children looked after, %s per 10,000 children. %d authorities lie beyond the 99.8%% limits of chance. "
    .. "Authorities usually differ by more than chance; allowing for that usual spread too, %d do."):format(
    foi.fixed(known:sum("looked_after").looked_after[1], 0), foi.fixed(known.target[1], 1),
    beyond(all.position_by_chance), beyond(all.position)))
  :funnel(all, { title = "Children looked after per 10,000 children, each authority by its number of children" })
  :ranked(all:select("area", "rate", "rate_lower", "rate_upper", "rank", "best", "worst"), {
    title = "Children looked after per 10,000 children, every authority", reference = known.target[1],
    reference_name = "England", highlight = "Leicester" })
  :caution(("Ranks are less certain than they look: %s is number %d of %d, its 95%% interval runs from "
    .. "rank %d to %d."):format(median.area, median.rank, #known, median.best, median.worst))
if #outside > 0 then
  report:table(outside:sort("z", { descending = true }), {
    title = "Authorities beyond the 99.8% limits of chance and the usual spread",
    columns = { "area", "region", "looked_after", "children", "rate", "ratio", "position", "spread_998_lower",
      "spread_998_upper" } })
end
report:table(all:sort "rank", { title = "All authorities, by rank",
    columns = { "rank", "best", "worst", "area", "looked_after", "children", "rate", "rate_lower", "rate_upper",
      "ratio", "position" } })
  :cannot("Whether an authority looks after too many or too few children",
    "need, age and deprivation differ between authorities and are not in these figures.")
