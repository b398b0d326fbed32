-- Years as they are written: "2018", "2017/18", "2017-18", "201718". A label that could mean two
-- periods is refused with the reason, never guessed.
local core = ...

local periods = {}

local function refuse(label, column)
  core.fail("D216", ("'%s' in column '%s' is not a year"):format(label, column),
    "years are written 2018 or 2017/18")
end

-- A plain CSV gives years as numbers; here they are labels, as a dataset declares them.
function periods.labelled(t, name)
  local column = t:column(name)
  if column.type ~= "number" then return t end
  local function text(row) return row[name] and ("%.14g"):format(row[name]) end
  return core.table_methods.derive(t, name, text, { title = column.title })
end

-- One label as a number; 'column' names where it is used.
function periods.number(label, column)
  return (core.year(tostring(label))) or refuse(label, column)
end

-- The years of a column of labels as numbers, in the order of its rows. Labels of two kinds in one
-- column ("2019/20" and "2021") are ambiguous: the whole year may be any of three periods.
function periods.numbers(column)
  local years, kind_of, example = {}, nil, nil
  for i = 1, #column do
    local label = column[i]
    if label == nil then
      core.fail("D216", ("row %d of '%s' has no year (%s)"):format(i, column.name, column:mark(i)))
    end
    local year, kind = core.year(tostring(label))
    if year == nil then refuse(label, column.name) end
    if kind_of and kind ~= kind_of then
      core.fail("D216", ("column '%s' holds '%s' beside '%s'"):format(column.name, label, example),
        "a whole year beside split years can mean either; settle it in the data, or leave the row out with :where")
    end
    years[i], kind_of, example = year, kind, label
  end
  return years
end

-- Those breaks in the series 'by' that lie between two years; 'breaks' are a table's (foi:breaks).
function periods.breaks_between(breaks, by, one, other)
  local low, high = math.min(one, other), math.max(one, other)
  local out = {}
  for _, b in ipairs(breaks) do
    if b.field == by then
      local from = periods.number(b.from, by)
      if low < from and from <= high then out[#out + 1] = b end
    end
  end
  return out
end

-- Does a column hold years? Its role says so, or its name does.
function periods.is_period(column)
  return column.role == "period" or column.name:find("year", 1, true) ~= nil
end

return periods
