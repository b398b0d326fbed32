-- Errors that quote the file.
local foi = require "foi"
local said = {}
for _, file in ipairs { "bad_number.csv", "bad_quote.csv", "bad_row.csv", "bad_label.csv" } do
  local ok, e = pcall(foi.read, file, { count = file == "bad_label.csv" and "cases" or nil })
  said[#said + 1] = tostring(e)
  if not ok then
    for _, field in ipairs { "code", "class", "message", "hint", "file", "line", "column" } do
      said[#said + 1] = field .. " " .. tostring(e[field])
    end
  end
end
local text = table.concat(said, "\n")
print(text)
foi.report { title = "Errors" }:text(text)
