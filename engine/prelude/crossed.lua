-- The rows of a chart by labels: a category, a series within it, a panel. 'what' names the method in
-- messages: "report:bars".
local core = ...
local lists = core.module "lists"

local crossed = {}

-- The label of row i, which it must have, in the column that 'argument' names; "" for no column.
function crossed.label(what, t, name, argument, i)
  if name == nil then return "" end
  local column = t:column(name)
  if column.type ~= "label" then
    core.fail("D211", ("%s: '%s' must be a column of labels, '%s' holds numbers"):format(what, argument, name))
  end
  if column[i] == nil then
    core.fail("A104", ("%s: row %d has no label in '%s' (%s)"):format(what, i, name, column:mark(i)),
      "leave the row out with :where")
  end
  return column[i]
end

-- The different labels of a column, which every row must have, in the order of their first rows.
function crossed.labels(what, t, name, argument)
  local found, seen = {}, {}
  for i = 1, #t do
    local label = crossed.label(what, t, name, argument, i)
    if not seen[label] then found[#found + 1] = label end
    seen[label] = true
  end
  return found
end

local function check_different(what, columns)
  local seen = {}
  for _, name in ipairs(columns) do
    if seen[name] then core.fail("A104", ("%s: '%s' cannot be two things at once"):format(what, name)) end
    seen[name] = true
  end
end

-- The columns differ, and each combination of their labels has one row.
function crossed.check_once(what, t, columns)
  check_different(what, columns)
  local seen = {}
  for i = 1, #t do
    local labels = {}
    for k, name in ipairs(columns) do labels[k] = t:column(name)[i] or t:column(name):mark(i) end
    local key = table.concat(labels, "\0")
    if seen[key] then
      core.fail("A104", ("%s: rows %d and %d are both of %s"):format(what, seen[key], i, table.concat(labels, ", ")),
        "keep one row for each with :where, add them up with :by(...):sum, or name the column that tells them apart")
    end
    seen[key] = i
  end
end

-- The name, if t has a column called so.
function crossed.there(t, name)
  return lists.has(t:columns(), name) and name or nil
end

-- The column of limits: as named, or beside the value where there is one.
function crossed.limit(t, given, value, which)
  return given[which] or crossed.there(t, value .. "_" .. which)
end

return crossed
