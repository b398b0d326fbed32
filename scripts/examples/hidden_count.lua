-- One suppressed cell, "<5", followed from the file into a sum, a rate, a ratio, a table, a chart and JSON.
local foi = require "foi"

local answer = foi.read "answer.csv"
print("cell ", answer.referrals[2], answer.referrals:mark(2), answer.referrals:bounds(2))
--> cell 	nil	suppressed	1.0	4.0

-- 41 + (1 to 4) + 1,207 is 1,249 to 1,252.
local sum = answer:sum "referrals"
print("sum  ", sum.referrals[1], sum.referrals:mark(1), sum.referrals:bounds(1))
--> sum  	nil	suppressed	1249.0	1252.0

-- 1/2,310 to 4/2,310, per 10,000; over the rate of North, 41/9,120.
local result = answer:compare { by = "group", reference = "North", count = "referrals", population = "children",
  people = "children" }
local function fixed(column, decimals)
  local low, high = column:bounds(2)
  return column[2], column:mark(2), foi.fixed(low, decimals), foi.fixed(high, decimals)
end
print("rate ", fixed(result:column "rate", 2)) --> rate 	nil	suppressed	4.33	17.32
print("ratio", fixed(result.ratio, 4)) --> ratio	nil	suppressed	0.0963	0.3852

foi.report { title = "A hidden count", subtitle = "Made-up figures" }
  :table(result, { columns = { "group", "referrals", "children", "rate", "ratio", "ratio_lower", "ratio_upper" } })
  :forest(result, { value = "ratio", label = "group", title = "Ratio to the rate of North" })
