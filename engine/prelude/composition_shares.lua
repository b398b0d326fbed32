-- The share of each part in its whole, when hidden parts leave the whole open: a part is among what it
-- is divided by, so that both ends of its range are those of the part itself beside the others.
local core = ...
local names = core.module "names"

local shares = {}

-- The counts of a row at one end: as many of the part as 'part', as many of the others as 'others'.
local function put(list, part, others)
  list.x[#list.x + 1], list.n[#list.n + 1] = part, part and others and part + others
end

local function proportions(list)
  local x, n = core.column(list.x), core.column(list.n)
  return names.measure "bounds.proportion" { x_low = x, x_high = x, n_low = n, n_high = n }
end

-- A finite number, or false.
local function finite(x) return x and x < math.huge and x end

-- The least and the greatest count of the cell: any, where nothing is known of it.
local function ends(column, i)
  local low, high = column:bounds(i)
  return math.max(low or 0, 0), high or math.huge
end

-- The ends of row i of 'part' in the whole that its parts add up to: of the part, and of the others.
local function row_ends(part, whole, i)
  local low, high = ends(part, i)
  local whole_low, whole_high = ends(whole, i)
  return low, high, whole_low - low, whole_high < math.huge and whole_high - high or math.huge
end

-- Two columns of percentages: the least and the greatest share of each row. No end to the others
-- leaves 0 as the least; no end to the part itself leaves 100% as the greatest. None of
-- the part is 0%, also where there may be none of the others.
function shares.range(part, whole)
  local least, most, no_least, no_most, none = { x = {}, n = {} }, { x = {}, n = {} }, {}, {}, {}
  for i = 1, #part do
    local low, high, others_low, others_high = row_ends(part, whole, i)
    put(least, low, finite(others_high))
    put(most, finite(high), others_low)
    no_least[i], no_most[i], none[i] = others_high == math.huge, high == math.huge, high == 0 and others_high > 0
  end
  local lower, upper = proportions(least):column "lower" * 100, proportions(most):column "upper" * 100
  local out = { low = {}, high = {} }
  for i = 1, #part do
    out.low[i] = lower[i] or no_least[i] and 0
    out.high[i] = upper[i] or no_most[i] and 100 or none[i] and 0
  end
  return core.column(out.low), core.column(out.high)
end

return shares
