-- What report:ranked draws: places in the order of their figures, around a line they are compared with.
local core = ...
local lists = core.module "lists"
local row_names = core.module "row_names"
local crossed = core.module "crossed"

local chart = {}
local there = crossed.there

local function check(given)
  if given.reference_name ~= nil and math.type(given.reference) == nil then
    core.fail("A102", "report:ranked needs 'reference', a number, for 'reference_name'",
      "a reference that is the label of a row has its name already")
  end
  return given
end

local function mean(column, n)
  local sum, known = 0, 0
  for i = 1, n do
    if column[i] then sum, known = sum + column[i], known + 1 end
  end
  return known > 0 and sum / known or nil, known
end

-- The one row with that label.
local function row_called(t, label, wanted)
  local found
  for i = 1, #t do
    if t:column(label)[i] == wanted then
      if found then
        core.fail("A104", ("report:ranked: rows %d and %d are both called '%s', and a chart has one line"):format(
          found, i, wanted), "draw one of them, such as one year, with :where")
      end
      found = i
    end
  end
  if found then return found end
  local near = core.nearest(wanted, t:column(label):labels())
  core.fail("A104", ("report:ranked: no row is called '%s'"):format(wanted),
    (near and ("did you mean '%s'? "):format(near) or "")
      .. "'reference' is a number, the label of a row, or \"mean\"")
end

-- The row whose label is the reference, such as England's: a line, and no place among places.
local function split_row(t, label, value, wanted)
  local row, column = row_called(t, label, wanted), t:column(value)
  if not column[row] then
    core.fail("A104", ("report:ranked: '%s' has no figure to compare with (%s)"):format(wanted, column:mark(row)),
      "without 'reference' it is a place among the others")
  end
  return t:where(function(other) return other[label] ~= wanted end), column[row]
end

-- The target that t:funnel held all these places against; nil when there are several.
local function one_target(t)
  for i = 2, #t do
    if t.target[i] ~= t.target[1] then return nil end
  end
  return t.target[1]
end

-- The places, where the line stands, and its name. Without a reference: the target of t:funnel, if t has it.
local function with_reference(t, label, value, given)
  local reference = given.reference
  if math.type(reference) then return t, reference, given.reference_name end
  if reference == "mean" then
    local x, known = mean(t:column(value), #t)
    return t, x, ("mean of the %d with a figure"):format(known)
  elseif type(reference) == "string" then
    local rest, x = split_row(t, label, value, reference)
    return rest, x, reference
  elseif value == "rate" and there(t, "target") and there(t, "ratio") and #t > 0 then
    local target = one_target(t)
    return t, target, target and t.ratio.comparator
  end
  return t, nil, nil
end

local function check_finite(reference)
  if reference and (reference ~= reference or math.abs(reference) == math.huge) then
    core.fail("A104", ("report:ranked: 'reference' must be a finite number, got %s"):format(tostring(reference)))
  end
end

local function check_highlight(t, label, wanted)
  local column = t:column(label)
  for _, name in ipairs(wanted) do
    if column.type ~= "label" or not lists.has(column:labels(), name) then
      local near = column.type == "label" and core.nearest(tostring(name), column:labels())
      core.fail("A104", ("report:ranked: no row is called '%s'"):format(tostring(name)),
        near and ("did you mean '%s'?"):format(near) or nil)
    end
  end
end

-- Each place is there once, and what is counted of each is the same: they stand in one order.
local function check_places(t, label, panels)
  crossed.check_once("report:ranked", t, lists.joined({ label }, { panels }))
  core.comparable(t, { panels })
end

-- The part of a report, from the arguments of report:ranked.
function chart.of(t, given)
  given = check(given or {})
  local value = given.value or "rate"
  local named, label = row_names.of(t, given.label, given.panels)
  check_places(named, label, given.panels)
  local places, reference, name = with_reference(named, label, value, given)
  check_finite(reference)
  local highlight = lists.of(given.highlight)
  check_highlight(places, label, highlight)
  return {
    table = places:sort(value, { descending = given.first ~= "smallest" }), title = given.title,
    label = label, value = value, reference = reference, reference_name = name,
    highlight = #highlight > 0 and highlight or nil,
    lower = given.lower or there(t, value .. "_lower"), upper = given.upper or there(t, value .. "_upper"),
    panel = given.panels, rank = there(t, "rank"), best = there(t, "best"), worst = there(t, "worst"),
  }
end

return chart
