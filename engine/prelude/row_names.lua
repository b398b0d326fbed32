-- What names the rows of a table in a chart: one column of labels, or several put together.
local core = ...
local lists = core.module "lists"

local row_names = {}

local function label_columns(t)
  local out = {}
  for _, name in ipairs(t:columns()) do
    if t:column(name).type == "label" then out[#out + 1] = name end
  end
  return out
end

-- The first column of labels.
function row_names.first(t)
  return label_columns(t)[1]
end

-- What names row i: its labels in these columns, as "Ashby, 2020/21".
local function row_name(t, columns, i)
  local out = {}
  for _, name in ipairs(columns) do out[#out + 1] = tostring(t:column(name)[i] or t:column(name):mark(i)) end
  return table.concat(out, ", ")
end

local function tells_apart(t, columns)
  local seen = {}
  for i = 1, #t do
    local name = row_name(t, columns, i)
    if seen[name] then return false end
    seen[name] = true
  end
  return true
end

-- The first column of labels, and those after it as far as it takes to tell the rows apart; the first
-- alone where all of them do not. Panels tell rows apart too.
local function naming_columns(t, panels)
  local labels, out = lists.without(label_columns(t), panels), {}
  for _, name in ipairs(labels) do
    out[#out + 1] = name
    if tells_apart(t, lists.joined({ panels }, out)) then return out end
  end
  return { labels[1] }
end

-- A table with one column that names its rows, and the name of that column. 'given' is the column, or a
-- list of columns; nil: as many as it takes to tell the rows apart. 'panels' is a column too, or nil.
function row_names.of(t, given, panels)
  local columns = given and lists.of(given) or naming_columns(t, panels)
  if #columns < 2 then return t, columns[1] end
  local titles, names_of_rows = {}, {}
  for k, name in ipairs(columns) do titles[k] = t:column(name).title or name end
  for i = 1, #t do names_of_rows[i] = row_name(t, columns, i) end
  local name = table.concat(columns, ", ")
  local column = core.field(core.column(names_of_rows), { name = name, title = table.concat(titles, ", ") })
  return t:derive(name, column), name
end

return row_names
