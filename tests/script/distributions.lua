-- Distribution functions row by row: one word, the tail, holds for a whole column.
local foi = require "foi"
local gamma = foi.stats.distribution.gamma
local t = foi.table("made_up", {
  { "area", { "North", "South", "East" } },
  { "cases", { 44, 1, 2385 }, count = true },
})

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message
end

print(gamma.quantile{ p = 0.025, shape = 1, tail = "upper" }.value) --> 3.6888794541139
local upper = gamma.quantile{ p = 0.025, shape = t.cases + 1, tail = "upper" }
for i = 1, 3 do print(("%.8g"):format(upper.value[i])) end
--> 59.067946
--> 5.5716434
--> 2482.6814
local lower = gamma.quantile{ p = 0.025, shape = t.cases }
for i = 1, 3 do print(("%.8g"):format(lower.value[i])) end
--> 31.970467
--> 0.025317808
--> 2290.2329
print(caught(gamma.quantile, { p = 0.025, shape = t.cases, tail = "left" }))
--> A104: 'tail' must be one of lower|upper, got "left"
print(caught(gamma.quantile, { p = 0.025, shape = t.cases, tail = t.area }))
--> A103: 'tail' must be one word for all rows, lower|upper
print(caught(gamma.quantile, { p = 0.025, shape = t.cases, tail = 1 }))
--> A103: 'tail' must be one word for all rows, lower|upper
