-- Results that are computed row by row, as the columns of a table: what t:trend and t:stratified share.
-- A row is a Lua table. It may have 'mark', why it has no result; and, where 'hidden' of its counts are,
-- 'range': the least and the greatest result that these allow, {low, high}, each nil where it is open.
local core = ...
local rates = core.module "rates"

local result_rows = {}

-- A column of what 'pick' finds in each row; where that is nothing, the row's mark unless the column is one
-- that 'hides_nothing', else undefined.
function result_rows.column(rows, name, pick, words, hides_nothing)
  local list, marks = {}, {}
  for i, row in ipairs(rows) do
    local found = pick(row)
    list[i] = found ~= nil and found
    marks[i] = found == nil and not hides_nothing and row.mark
  end
  words.name = name
  return core.field(rates.marked(list, marks), words)
end

function result_rows.any(rows, test)
  for _, row in ipairs(rows) do
    if test(row) then return true end
  end
  return false
end

function result_rows.any_hidden(rows)
  return result_rows.any(rows, function(row) return row.hidden > 0 end)
end

local ends = { { key = "low", name = "hidden_lower", title = "Lowest ratio whatever the hidden counts are" },
  { key = "high", name = "hidden_upper", title = "Highest ratio whatever the hidden counts are" } }

result_rows.hidden = { columns = { ends[1].name, ends[2].name } } -- what notes on hidden counts are about

-- One end of the range: an end that is open, or infinite, is marked as hidden, and a row that hides nothing
-- has none.
local function mark_ends(column, rows, key)
  local open, none = {}, {}
  for i, row in ipairs(rows) do
    open[i], none[i] = (row.range[key] or math.huge) == math.huge, row.hidden == 0
  end
  return core.mark(core.mark(column, open, "suppressed"), none, "not_applicable")
end

-- The columns hidden_lower and hidden_upper, where any count is hidden.
function result_rows.hidden_columns(rows, words)
  local out = {}
  for k, each in ipairs(ends) do
    out[k] = mark_ends(result_rows.column(rows, each.name, function(row) return row.range[each.key] end, {
      title = each.title, measure = words.measure, comparator = words.comparator, denominator = words.denominator,
      decimals = 3, conf_level = 0 }), rows, each.key)
  end
  return table.unpack(out)
end

-- Rows whose result lies outside their range: what is left out must differ from what is in it.
function result_rows.outside(rows, estimate_of)
  local out = {}
  for _, row in ipairs(rows) do
    local estimate, low, high = estimate_of(row), row.range.low, row.range.high
    if estimate and ((low and estimate < low) or (high and estimate > high)) then out[#out + 1] = row end
  end
  return out
end

return result_rows
