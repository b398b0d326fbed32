-- Words on how the file is read, which would show what stands where. tests/disclosure.sh compares a good
-- guess with a bad one.
local foi = require "foi"
local guess = foi.setting("guess", "618")
local said = {}
local function try(name, how)
  local ok, t = pcall(foi.read, "secret.csv", how)
  if not ok then
    said[#said + 1] = name .. ": " .. tostring(t)
    return
  end
  local cells = {}
  for i = 1, #t do
    for key, cell in pairs(t:row(i)) do cells[#cells + 1] = tostring(key) .. "=" .. tostring(cell) end
  end
  for _, column in ipairs(t:columns()) do cells[#cells + 1] = column end
  for i = 1, t.cases and #t or 0 do cells[#cells + 1] = t.cases.mark and t.cases:mark(i) or "" end
  said[#said + 1] = name .. ": " .. table.concat(cells, " ")
end
try("marks", { marks = { [guess] = "refused" } })
try("bounds", { marks = { [guess] = { mark = "suppressed", lo = tonumber(guess), hi = tonumber(guess) } } })
try("text", { text = "cases" })
try("text by", { text = "cases", by = { "area", "group", "cases" }, rows = true })
try("dimension", { dimension = "cases" })
try("period", { period = "cases" })
try("note", { note = "cases" })
try("unit", { unit = "cases" })
try("population", { population = "cases" })
try("share", { share = "cases" })
try("delimiter", { delimiter = ";" })
try("delimiter by", { delimiter = ";", by = "area,group,cases,people", rows = true })
try("skip_rows", { skip_rows = 2 })
try("find_header", { find_header = false })
try("allow_ragged", { allow_ragged = true })
try("drop", { repeated = "drop" })
try("by", { by = "cases", rows = true })
try("where", { where = { cases = tonumber(guess) } })
try("where text", { text = "cases", where = { cases = guess } })
try("totals", { totals = "Asian" })
local text = table.concat(said, "\n")
print(text)
foi.report { title = "Words" }:text(text)
