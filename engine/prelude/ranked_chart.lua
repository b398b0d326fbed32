-- What report:ranked draws: places in the order of their figures, around a line they are compared with.
local core = ...
local lists = core.module "lists"
local row_names = core.module "row_names"

local chart = {}

local function check(given)
  if given.reference_name ~= nil and math.type(given.reference) == nil then
    core.fail("A102", "report:ranked needs 'reference', a number, for 'reference_name'",
      "a reference that is the label of a row has its name already")
  end
  return given
end

-- The column of that name, if t has it.
local function there(t, name)
  return lists.has(t:columns(), name) and name or nil
end

local function mean(column, n)
  local sum, known = 0, 0
  for i = 1, n do
    if column[i] then sum, known = sum + column[i], known + 1 end
  end
  return known > 0 and sum / known or nil, known
end

-- The row whose label is the reference, such as England's: a line, and no place among places.
local function split_row(t, label, value, wanted)
  local reference
  for i = 1, #t do
    if t:column(label)[i] == wanted then reference = t:column(value)[i] end
  end
  local rest = t:where(function(row) return row[label] ~= wanted end)
  if #rest == #t then
    local near = core.nearest(wanted, t:column(label):labels())
    core.fail("A104", ("report:ranked: no row is called '%s'"):format(wanted),
      (near and ("did you mean '%s'? "):format(near) or "")
        .. "'reference' is a number, the label of a row, or \"mean\"")
  end
  return rest, reference
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
    return t, t.target[1], t.ratio.comparator
  end
  return t, nil, nil
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

-- The part of a report, from the arguments of report:ranked.
function chart.of(t, given)
  given = check(given or {})
  local value = given.value or "rate"
  local named, label = row_names.of(t, given.label, given.panels)
  local places, reference, name = with_reference(named, label, value, given)
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
