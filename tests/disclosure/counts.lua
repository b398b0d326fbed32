-- Cases counted in every way that could be subtracted from each other.
local foi = require "foi"
local said = {}
local counts = {}
local function count(name, how)
  how.source = "cases.csv"
  local ok, t = pcall(foi.count, how)
  if not ok then
    said[#said + 1] = name .. ": " .. tostring(t)
    return
  end
  for i = 1, #t do
    local row = t:row(i)
    counts[name .. " " .. tostring(row.area) .. " " .. tostring(row.group)] = row.rows
    said[#said + 1] = name .. " " .. tostring(row.area) .. " " .. tostring(row.group) .. " " .. tostring(row.rows)
  end
end
local function less(a, ...)
  local left = counts[a]
  for _, b in ipairs { ... } do left = left and counts[b] and left - counts[b] end
  said[#said + 1] = a .. " less others: " .. tostring(left)
end
count("both", { by = { "area", "group" } })
count("area", { by = "area" })
count("north", { by = "area", where = { area = "North" } })
count("white", { by = { "area", "group" }, where = { group = "White" } })
less("area North nil", "white North White")
less("north North nil", "white North White")
count("asian", { by = "group", where = { group = "Asian" } })
count("south", { where = { area = "South", group = "Asian" } })
less("asian nil Asian", "south nil nil")
count("all", {})
count("women", { where = { group = "Asian" }, by = "sex" })
count("one", { where = { group = "Asian", area = "North" } })
count("totals", { by = { "area", "group" }, with_totals = true })
local ok, t = pcall(foi.read, "cases.csv", { by = "group", rows = true, where = { area = "North" } })
said[#said + 1] = ok and tostring(t.rows[1]) .. " " .. tostring(t.rows[2]) or tostring(t)
count("labels", { by = "area", text = { "group" }, where = { group = { "Asian" } } })
local text = table.concat(said, "\n")
print(text)
foi.report { title = "Counts" }:text(text)
