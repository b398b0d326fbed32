-- Sums and differences of what is shown.
local foi = require "foi"
local t = foi.read("secret.csv", { totals = "Total" })
local function sum(how)
  local part = t:where(how)
  local all = part:sum "cases"
  return all.cases[1], part
end
local total = sum { area = "North", group = "Total" }
local ok, others = pcall(sum, { area = "North", group = { "White", "Black" } })
print("less", total and ok and others and total - others)
local both = t:where({ group = { "White", "Asian", "Black" } }):by("group"):sum "cases"
local south = t:where({ area = "South", group = "Asian" })
for i = 1, #both do print(both.group[i], both.cases[i]) end
local asian = both:where({ group = "Asian" }).cases[1]
print("less", asian and south.cases[1] and asian - south.cases[1])
local tight = t:tighten { count = "cases", parts = "group", total = "Total", within = "area", published = true }
for i = 1, #tight do
  local lo, hi = tight.cases:bounds(i)
  if lo == hi then print("only", lo) end
end
foi.report { title = "Sums" }:table(both):table(tight)
