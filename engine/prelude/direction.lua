-- On which side of 1 ratios lie: one ratio, or those of one group by several comparators.
local direction = {}

-- Relative: a sum over strata that makes 1 misses it by a few times 1e-16, and a true difference this
-- small would be one event in ten million million.
local rounding = 1e-13

-- Where a ratio lies: above, below or equal to 1.
function direction.of(ratio)
  return ratio > 1 + rounding and "above" or ratio < 1 - rounding and "below" or "equal"
end

-- Where a cell lies: above, below, equal to 1, open (hidden) or missing (cannot be computed).
function direction.side(column, i)
  local low, high = column:bounds(i)
  if column:mark(i) == "undefined" then return "missing" end
  if low == nil then return "open" end
  local least, most = direction.of(low), direction.of(high)
  return least == "above" and least or most == "below" and most or least == most and most or "open"
end

local kinds = { { "above", "%d above 1", "above 1 by all" }, { "below", "%d below", "below 1 by all" },
  { "equal", "%d equal to 1", "equal to 1 by all" }, { "open", "%d open", "not settled" },
  { "missing", "%d not computed", "not computed" } }

-- "above 1 by all", "changes: 3 above 1, 2 below", "not settled: 4 above 1, 1 open"
function direction.in_words(counted, all_of_them)
  local texts = {}
  for _, kind in ipairs(kinds) do
    local n = counted[kind[1]] or 0
    if n == all_of_them then return kind[3] end
    if n > 0 then texts[#texts + 1] = kind[2]:format(n) end
  end
  local start = counted.above and counted.below and "changes: " or counted.open and "not settled: " or ""
  return start .. table.concat(texts, ", ")
end

return direction
