-- Cases: how many rows there are, by any way.
local foi = require "foi"
local said = {}
local function try(name, how)
  local ok, t = pcall(foi.read, "cases.csv", how)
  if not ok then
    said[#said + 1] = name .. ": " .. tostring(t)
    return
  end
  local count = {}
  for i = 1, #t do
    local row = t:row(i)
    local key = tostring(row.area) .. " " .. tostring(row.group)
    count[key] = (count[key] or 0) + 1
    said[#said + 1] = name .. " " .. key .. " " .. tostring(row.rows)
  end
  for _, key in ipairs { "North Asian", "South Asian" } do said[#said + 1] = key .. " " .. tostring(count[key]) end
  said[#said + 1] = name .. " rows " .. #t .. " undefined " .. tostring(t.undefined)
  for _, check in ipairs(t:checks()) do said[#said + 1] = check.text end
end
try("as they stand", { repeated = "keep" })
try("by", { repeated = "keep", by = { "area", "group" }, rows = true, with_totals = true })
try("one", { repeated = "keep", by = "group", rows = true, where = { area = "North" } })
try("other", { repeated = "keep", by = "area", rows = true, where = { group = "Asian" } })
try("doubt", {})
try("drop", { repeated = "drop" })
local text = table.concat(said, "\n")
print(text)
foi.report { title = "Rows" }:text(text)
