-- foi.report: the parts of a report in order. Each method returns the report, so that a script reads
-- as the page does.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local row_names = core.module "row_names"
local crossed = core.module "crossed"

local methods = {}

-- What draws one kind of chart; loaded when one is drawn.
local function chart_of(kind) return core.module(kind .. "_chart") end

local most_panels = 60 -- as report/panels.h has it

-- Adds a chart. What is wrong with its panels is said here, where the script's line is known.
local function emit_chart(kind, part)
  local what = "report:" .. kind
  local n = part.panel and #crossed.labels(what, part.table, part.panel, "panels") or 0
  if n > most_panels then
    core.fail("A104", ("%s draws at most %d panels, '%s' has %d labels"):format(what, most_panels, part.panel, n),
      "keep fewer with :where, or draw several charts")
  end
  core.emit(kind, part)
end

function methods:heading(text)
  core.emit("heading", { text = text })
  return self
end

-- Markdown; raw HTML in it is not passed on.
function methods:text(text)
  core.emit("text", { text = text })
  return self
end

-- What a reader must know before quoting a number.
function methods:caution(text)
  core.emit("caution", { text = text })
  return self
end

-- What else belongs to the figures around it.
function methods:note(text)
  core.emit("note", { text = text })
  return self
end

-- The checks of the data, here instead of at the end.
function methods:checks()
  core.emit("checks", {})
  return self
end

-- A question that has no answer, and why. A normal result, printed where the answer would stand.
function methods:cannot(question, reason)
  core.emit("cannot", { title = question, text = reason })
  return self
end

-- report:table(t, {title = "...", columns = {"group", "rate", ...}})
function methods:table(t, options)
  options = options or {}
  if options.columns then t = t:select(options.columns) end
  core.emit("table", { table = t, title = options.title })
  return self
end

local function axis_title(t, value)
  local column = t:column(value)
  local title = column.title or value
  if column.comparator then title = title .. " to " .. column.comparator end
  local said = column.unit == "%" and title:lower():find "percent"
  return column.unit and not said and title .. " " .. column.unit or title
end

-- report:forest(t, {value = "ratio", title = "..."}): rows with their limits. Ratios are drawn on a
-- log axis around a line at 1; other values on a plain axis, without a line unless 'reference' says
-- where it stands.
function methods:forest(t, options)
  options = options or {}
  local value = options.value or "ratio"
  local named, label = row_names.of(t, options.label, options.panels)
  local ratio = options.log
  if ratio == nil then ratio = value == "ratio" or t:column(value).comparator ~= nil end
  emit_chart("forest", {
    table = named, title = options.title, value = value,
    lower = options.lower or value .. "_lower", upper = options.upper or value .. "_upper",
    label = label,
    reference = options.reference or (ratio and 1 or nil), logarithmic = ratio,
    axis = options.axis or axis_title(t, value), count = options.count, population = options.population,
    panel = options.panels,
  })
  return self
end

-- The column of t that its rates are divided by: the population. The expected events otherwise.
local function size_column(t)
  local denominator = t:column("rate").denominator
  for _, name in ipairs(t:columns()) do
    local column = t:column(name)
    if column.type == "number" and denominator and (column.title or name) == denominator then return name end
  end
  return "expected"
end

-- The words for where each place lies, if t still has them.
local function position_column(t)
  return lists.has(t:columns(), "position") and t:column("position").type == "label" and "position" or nil
end

-- report:funnel(t, {title = "..."}): the places that t:funnel judged, each at its size and its rate,
-- among the limits of chance and, where a spread was asked for, of the usual spread.
function methods:funnel(t, options)
  options = options or {}
  local value = options.value or "rate"
  local funnel = chart_of "funnel"
  local chart = funnel.of(t, value)
  local size = options.size or size_column(t)
  local part = funnel.roles(chart.table)
  part.table, part.curve, part.title = chart.table, funnel.curve(t, value, size), options.title
  part.label, part.value, part.x = options.label or row_names.first(t), value, size
  part.position, part.reference, part.panel = position_column(t), chart.target, options.panels
  emit_chart("funnel", part)
  return self
end

-- report:trend(t, {value = "rate", by = "year_ending_march", series = "place"}): a line over the years
-- for each series, interrupted where the series breaks, a year is missing or a figure is hidden.
function methods:trend(t, options)
  emit_chart("trend", chart_of("trend").of(t, options))
  return self
end

-- report:ranked(t, {value = "rate", reference = "England", highlight = {"Leicester"}}): places in the order
-- of their figures, each with its interval, around the line that they are compared with.
function methods:ranked(t, options)
  emit_chart("ranked", chart_of("ranked").of(t, options))
  return self
end

-- report:bars(t, {value = "rate", by = "group", series = "area"}): a bar for each category, or for each
-- series within it, from 0.
function methods:bars(t, options)
  emit_chart("bars", chart_of("bars").of(t, options))
  return self
end

-- report:composition(t, {value = "pupils", by = "area", series = "group"}): each category as a bar of
-- 100%, split into its parts.
function methods:composition(t, options)
  emit_chart("composition", chart_of("composition").of(t, options))
  return self
end

-- report:cascade(t:cascade{...}, {title = "..."}): stages from top to bottom, and at each of them how many
-- times as likely each group is to go on as the reference group.
function methods:cascade(t, options)
  emit_chart("cascade", chart_of("cascade").of(t, options))
  return self
end

names.guarded("report", methods)

local meta = { __index = function(_, name)
  if methods[name] then return methods[name] end
  local known = { "heading", "text", "note", "caution", "cannot", "checks", "table", "forest", "funnel", "trend",
    "ranked", "bars", "composition", "cascade" }
  local near = core.nearest(tostring(name), known)
  core.fail("A101", ("a report has no '%s'"):format(tostring(name)),
    (near and ("did you mean '%s'? "):format(near) or "") .. "it has " .. table.concat(known, ", "))
end, __metatable = "report" }

-- foi.report{title = "...", subtitle = "...", headline = "...", theme = "gov"}
return function(given)
  names.need("foi.report", given, "title")
  core.title(given.title, given.subtitle, given.theme, given.headline)
  return setmetatable({}, meta)
end
