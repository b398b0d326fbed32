-- luacheck: no max line length
-- Notes: what they are about travels with them.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message
end
local t = foi.table("visits", { { "area", { "North", "South" } }, { "visits", { 120, 80 }, count = true } })
local noted = t:note("All of it."):note("Of visits.", { columns = "visits" }):note("All of it.")
print(table.concat(noted:notes(), " ")) --> All of it. Of visits.
print(#noted:select("area"):notes(), #noted:where({ area = "North" }):notes()) --> 2	2
print(caught(t.note, t, "Of what?", { columns = { "visits", "vists" } })) --> D210: no column "vists"; there are: area, visits
print(caught(t.note, t, "Of what?", { column = "visits" })) --> A101: note has no argument 'column'

-- Every note of a dataset is there for a script, whatever it is about.
local care = foi.dataset "england_looked_after_by_ethnicity"
local one = care:where { area_code = "E06000016", year_ending_march = "2023" }
print(#care:notes(), #one:notes()) --> 10	10
