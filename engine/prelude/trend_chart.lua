-- What report:trend draws: a table with one row for each year, or each year of a series.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local periods = core.module "periods"

local chart = {}

local most_series = 4 -- as many as can be told apart by colour, dashes and marks

-- The series of a row, or its panel: the label, which it must have, in the column named by the argument.
local function label_of(t, argument, name, i)
  if name == nil then return "" end
  local column = t:column(name)
  if column.type ~= "label" then
    core.fail("D211", ("report:trend: '%s' must be a column of labels, '%s' holds numbers"):format(argument, name))
  end
  if column[i] == nil then
    core.fail("A104", ("report:trend: row %d has no label in '%s' (%s)"):format(i, name, column:mark(i)),
      "leave the row out with :where")
  end
  return column[i]
end

-- How many series a column tells apart.
local function count_series(t, name)
  local found = {}
  for i = 1, #t do
    local label = label_of(t, "series", name, i)
    if not lists.has(found, label) then found[#found + 1] = label end
  end
  return #found
end

-- More series than can be told apart become small multiples: a panel for each.
local function place_series(t, given)
  local n = count_series(t, given.series)
  if n <= most_series then return given.series, given.panels end
  if given.panels then
    core.fail("A104", ("report:trend draws at most %d series in a panel, '%s' has %d"):format(most_series,
      given.series, n), "keep at most four with :where, or let the series be the panels: panels = \"" .. given.series
      .. "\"")
  end
  return nil, given.series
end

-- A year has one figure in each series: two would be joined to each other.
local function check_rows(t, given)
  local years, seen = periods.numbers(t:column(given.by)), {}
  for i = 1, #t do
    local series, panel = label_of(t, "series", given.series, i), label_of(t, "panels", given.panel, i)
    local key = table.concat({ years[i], series, panel }, "\0")
    if seen[key] then
      local where = lists.joined(given.panel and { panel } or {}, given.series and { series } or {})
      core.fail("A104", ("report:trend: rows %d and %d are both of %s%s%s"):format(seen[key], i,
        t:column(given.by)[i], #where > 0 and " in " or "", table.concat(where, ", ")),
        #where > 0 and "keep one row for each year and series, with :where"
          or "name the column that tells them apart: series = ...")
    end
    seen[key] = i
  end
end

-- The column of limits: as named, or beside the value where there is one.
local function limit(t, given, which)
  local name = given.value .. "_" .. which
  return given[which] or (lists.has(t:columns(), name) and name or nil)
end

-- The part of a report, from the arguments of report:trend.
function chart.of(t, given)
  local by = names.need("report:trend", given, "by")
  t = periods.labelled(t, by)
  local value = given.value or "rate"
  local out = { by = by, value = value, title = given.title }
  out.series, out.panel = place_series(t, given)
  check_rows(t, out)
  out.table, out.lower, out.upper = t, limit(t, { value = value, lower = given.lower }, "lower"),
    limit(t, { value = value, upper = given.upper }, "upper")
  return out
end

return chart
