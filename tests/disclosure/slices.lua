-- Several releases of one source, subtracted from each other.
local foi = require "foi"
local groups = { "White", "Asian", "Black" }
local function read(how)
  local ok, t = pcall(foi.read, "secret.csv", how)
  return ok and t or nil
end
local function of(t, group)
  for i = 1, t and #t or 0 do
    if t.group[i] == group then return t.cases[i] end
  end
end
local all = read { by = "group", where = { area = { "North", "South" }, group = groups } }
local south = read { by = "group", where = { area = "South", group = groups } }
local a, b = of(all, "Asian"), of(south, "Asian")
print("between areas", a and b and a - b)
local some = read { by = "group", where = { area = "North", group = { "White", "Black" } } }
local total = read { by = "group", where = { area = "North", group = "Total" } }
local w, k, t = of(some, "White"), of(some, "Black"), of(total, "Total")
print("between groups", w and k and t and t - w - k)
local rows = read { where = { area = "North", group = { "White", "Black", "Total" } } }
w, k, t = of(rows, "White"), of(rows, "Black"), of(rows, "Total")
print("of rows", w and k and t and t - w - k)
local report = foi.report { title = "Slices" }
for _, each in ipairs { all or false, south or false, some or false, total or false, rows or false } do
  if each then report:table(each) end
end
