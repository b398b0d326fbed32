-- Rows that belong together: the series of a table, one for each area, say, and the one row that
-- each must have for a label.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local periods = core.module "periods"

local series = {}

-- A row without a label belongs to no series; nothing is assumed about it.
local function refuse_unlabelled(what, column, i)
  core.fail("D216", ("%s: a row of '%s' has no label (%s)"):format(what, column.name, column:mark(i)),
    "give it a label in the data, or leave the row out with :where")
end

-- A label as text; years and ages of a plain CSV are numbers.
local function text_of(label)
  return type(label) == "number" and ("%.14g"):format(label) or label
end

-- The cells of the columns 'by', a list for each; every row has its labels.
local function lists_of_labels(what, t, by)
  local out, marked = {}, false
  for k, name in ipairs(by) do
    local column = t:column(name)
    out[k], marked = core.list(column), marked or (column:marks().ok or 0) < #column
  end
  for i = 1, marked and #t or 0 do
    for k, name in ipairs(by) do
      if out[k][i] == false then refuse_unlabelled(what, t:column(name), i) end
    end
  end
  return out
end

-- The labels of row i, and all of them as one text.
local function labels_at(columns, i)
  local labels, texts = {}, {}
  for k = 1, #columns do
    labels[k] = columns[k][i]
    texts[k] = text_of(labels[k])
  end
  return labels, #texts == 1 and texts[1] or table.concat(texts, "\0")
end

-- The rows of each combination of labels in the columns 'by', by number, in the order of the
-- labels: {{labels = {"North", "0-4"}, key = "North\0000-4", rows = {1, 3}}, ...}; without any all
-- rows are one. Second, the same by key.
function series.rows(what, t, by)
  local order, out, by_key = core.count(t, by), {}, {}
  local columns = lists_of_labels(what, order, by)
  for i = 1, #order do
    local labels, key = labels_at(columns, i)
    out[i] = { labels = labels, key = key, rows = {} }
    by_key[key] = out[i]
  end
  for i, group in ipairs(core.group_numbers(t, by)) do
    local rows = out[group].rows
    rows[#rows + 1] = i
  end
  return out, by_key
end

-- The key that rows of these two have by the columns of both, those of the first before.
function series.key_of(first, second)
  return #first.labels == 0 and second.key or first.key .. "\0" .. second.key
end

-- One row for each series and each combination of labels in the columns 'by', and those of a series of
-- one kind, or an error that names the first that differ. 'keys' is nil where all rows are one series.
function series.check_unique(what, t, keys, by)
  local within = keys and "choose with :where, add up with :by(...):sum, or name the series with within = {...}"
  keys = keys or {}
  core.comparable(t, keys)
  local order = core.count(t, lists.joined(keys, by))
  local columns = lists_of_labels(what, order, lists.joined(keys, by))
  for i, n in ipairs(core.list(order:column "rows")) do
    if n > 1 then
      local labels = table.move(labels_at(columns, i), #keys + 1, #columns, 1, {})
      for k, label in ipairs(labels) do labels[k] = text_of(label) end
      core.fail("D212", ("%s: '%s' has %d rows; it needs one for each %s"):format(what,
        table.concat(labels, "', '"), n, table.concat(by, " and ")),
        names.hint_rows(t, within or "choose with :where, or add up with :by(...):sum"))
    end
  end
end

-- A total among its parts would be one place more.
function series.check_no_total(what, t, name)
  local totals = t:column(name).totals
  if totals and lists.has(core.list(t:column(name)), totals) then
    core.fail("D212", ("%s: '%s' is the total of the others in '%s'"):format(what, totals, name),
      "leave it out with :where")
  end
end

-- The series in order, as {labels = {...}, table = its rows without the keys}; without keys all rows
-- are one.
function series.split(t, keys)
  if #keys == 0 then return { { labels = {}, table = t } } end
  local out, others = {}, t:columns()
  for _, key in ipairs(keys) do others = lists.without(others, key) end
  local rest = t:select(others)
  for i, each in ipairs(series.rows("series", t, keys)) do
    out[i] = { labels = each.labels, table = core.take(rest, each.rows) }
  end
  return out
end

-- The table and, where the populations are another one, that too, with 'by' as labels.
function series.labelled(t, given)
  if type(given.population) == "userdata" then
    for _, name in ipairs(given.population:columns()) do
      if name == given.by then given.population = periods.labelled(given.population, name) end
    end
  end
  if type(given.reference) == "number" then given.reference = ("%.14g"):format(given.reference) end
  return periods.labelled(t, given.by)
end

-- The arguments of a front door over series, checked.
function series.check(what, t, given)
  names.check(what, given)
  local out = {}
  for name, value in next, given do out[name] = value end
  for _, name in ipairs { "by", "count" } do names.need(what, given, name) end
  out.per, out.conf_level, out.keys = given.per or 10000, given.conf_level or 0.95, lists.of(given.within)
  names.events(what, t, given.count)
  return out
end

return series
