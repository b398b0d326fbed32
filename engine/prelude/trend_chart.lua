-- What report:trend draws: a table with one row for each year, or each year of a series.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local periods = core.module "periods"
local crossed = core.module "crossed"

local chart, what = {}, "report:trend"

local most_series = 4 -- as many as can be told apart by colour, dashes and marks

-- More series than can be told apart become small multiples: a panel for each.
local function place_series(t, given)
  local n = #crossed.labels(what, t, given.series, "series")
  if n <= most_series then return given.series, given.panels end
  if given.panels then
    core.fail("A104", ("%s draws at most %d series in a panel, '%s' has %d"):format(what, most_series,
      given.series, n), "keep at most four with :where, or let the series be the panels: panels = \"" .. given.series
      .. "\"")
  end
  return nil, given.series
end

-- A year has one figure in each series: two would be joined to each other.
local function check_rows(t, given)
  local years, seen = periods.numbers(t:column(given.by)), {}
  for i = 1, #t do
    local series = crossed.label(what, t, given.series, "series", i)
    local panel = crossed.label(what, t, given.panel, "panels", i)
    local key = table.concat({ years[i], series, panel }, "\0")
    if seen[key] then
      local where = lists.joined(given.panel and { panel } or {}, given.series and { series } or {})
      core.fail("A104", ("%s: rows %d and %d are both of %s%s%s"):format(what, seen[key], i,
        t:column(given.by)[i], #where > 0 and " in " or "", table.concat(where, ", ")),
        #where > 0 and "keep one row for each year and series, with :where"
          or "name the column that tells them apart: series = ...")
    end
    seen[key] = i
  end
end

-- The part of a report, from the arguments of report:trend.
function chart.of(t, given)
  local by = names.need(what, given, "by")
  t = periods.labelled(t, by)
  local value = given.value or "rate"
  local out = { by = by, value = value, title = given.title }
  out.series, out.panel = place_series(t, given)
  check_rows(t, out)
  out.table, out.lower, out.upper = t, crossed.limit(t, given, value, "lower"),
    crossed.limit(t, given, value, "upper")
  return out
end

return chart
