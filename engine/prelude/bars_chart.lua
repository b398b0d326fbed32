-- What report:bars draws: a table with one row for each category, or each series of a category.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local crossed = core.module "crossed"

local chart, what = {}, "report:bars"

local most_series = 4 -- as many bars as can be told apart, and compared, within a category

local function check_series(t, given)
  local n = #crossed.labels(what, t, given.series, "series")
  if n > most_series then
    core.fail("A104", ("%s draws at most %d series, '%s' has %d"):format(what, most_series, given.series, n),
      ("draw small multiples: panels = \"%s\"; or keep at most four with :where"):format(given.series))
  end
end

-- The part of a report, from the arguments of report:bars.
function chart.of(t, given)
  given = given or {}
  local by, value = names.need(what, given, "by"), given.value or "rate"
  crossed.labels(what, t, by, "by")
  crossed.labels(what, t, given.panels, "panels")
  check_series(t, given)
  crossed.check_once(what, t, lists.joined(lists.joined({ by }, { given.series }), { given.panels }))
  return { table = t, title = given.title, value = value, by = by, series = given.series, panel = given.panels,
    lower = crossed.limit(t, given, value, "lower"), upper = crossed.limit(t, given, value, "upper") }
end

return chart
