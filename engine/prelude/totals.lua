-- What an exact total leaves of its hidden parts: bounds where a symbol alone gives none.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local series = core.module "series"
local comparison = core.module "comparison"

local totals = {}

local measure = "bounds.cells"

-- Which of the rows is the total; an error where several are.
local function total_row(labels, rows, given)
  local found
  for _, i in ipairs(rows) do
    if labels[i] == given.total then
      if found then
        core.fail("D212", ("%s: '%s' has several rows, so none is the total of the others"):format(given.what,
          given.total), "choose with :where, or add up with :by(...):sum")
      end
      found = i
    end
  end
  return found
end

-- What is known of the parts and their total: each at least 0 and at most the total. Second, whether
-- any part is hidden.
local function cells_of(count, parts, total)
  local total_low, total_high = count:bounds(total)
  local cells, hidden = { low = {}, high = {}, total_low = total_low, total_high = total_high }, false
  for k, i in ipairs(parts) do
    local low, high = count:bounds(i)
    cells.low[k], cells.high[k] = math.max(low or 0, 0), math.min(high or total_high, total_high)
    hidden = hidden or count[i] == nil
  end
  return cells, hidden
end

-- Puts the bounds of the hidden parts among these rows into the lists low and high; false when parts
-- and total cannot all be right.
local function bound_rows(count, labels, rows, given, low, high)
  local total = total_row(labels, rows, given)
  if total == nil or (select(2, count:bounds(total)) or math.huge) == math.huge then return true end
  local parts = lists.without(rows, total)
  local cells, hidden = cells_of(count, parts, total)
  if not hidden then return true end
  if lists.sum(cells.low) > cells.total_high or lists.sum(cells.high) < cells.total_low then return false end
  local answer = names.measure(measure)(cells)
  for k, i in ipairs(parts) do low[i], high[i] = answer.cell_low[k], answer.cell_high[k] end
  return true
end

local function add_note(t, given, wrong)
  t = t:note(("Hidden counts have the bounds that \"%s\" and the other counts leave them (%s)."):format(given.total,
    measure))
  if wrong == 0 then return t end
  return t:note(("In %d place%s the counts do not fit \"%s\": hidden ones have no bounds there."):format(wrong,
    wrong == 1 and "" or "s", given.total))
end

-- The rows of t but the total 'given.total' of the column 'given.group'; hidden counts have the bounds
-- that it and the other parts leave them, in each combination of the labels of 'given.own_keys'.
-- Without given.total, t as it is.
function totals.bounded(t, given)
  if given.total == nil then return t end
  t:where { [given.group] = given.total } -- an error that lists the labels, if there is none of this name
  t = core.sum(t, lists.joined(given.own_keys, { given.group }), comparison.counted(t, given))
  local count, labels, wrong = t:column(given.count), t:column(given.group), 0
  local low, high = lists.filled(#t, false), lists.filled(#t, false)
  for _, each in ipairs((series.rows(given.what, t, given.own_keys))) do
    if not bound_rows(count, labels, each.rows, given, low, high) then wrong = wrong + 1 end
  end
  t = t:derive(given.count, core.bounded(count, core.column(low), core.column(high)))
    :where(function(row) return row[given.group] ~= given.total end)
  return add_note(t, given, wrong)
end

return totals
