-- luacheck: no max line length
-- What report:cascade takes, and what it refuses.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function table_of(groups)
  local group, a, b, c = {}, {}, {}, {}
  for i, name in ipairs(groups) do group[i], a[i], b[i], c[i] = name, 1000 * i, 300 + 100 * i, 20 + 10 * i end
  return foi.table("made_up", { { "group", group }, { "referred", a, title = "Referred" }, { "assessed", b, title = "Assessed" },
    { "plans", c, title = "Plan" } })
end
local function cascade(t, more)
  local given = { stages = { "referred", "assessed", "plans" }, group = "group", reference = "White" }
  for name, value in pairs(more or {}) do given[name] = value end
  return t:cascade(given)
end
local t = table_of { "White", "Black", "Asian" }
local c = cascade(t)
local report = foi.report { title = "Cascades" }

print(report:cascade(c, { title = "From referral to plan" }) == report) --> true
-- Without its first stage, or with a population before it.
print(report:cascade(c:where { stage = { "Assessed", "Plan" } }) == report) --> true
print(report:cascade(cascade(t, { stages = { "assessed", "plans" }, population = "referred" })) == report) --> true
-- More than four groups to compare are panels.
local six = cascade(table_of { "White", "Black", "Asian", "Mixed", "Other", "Roma" })
print(report:cascade(six) == report) --> true
print(caught(report.cascade, report, six:derive("year", "2024"), { panels = "year" }))
--> A104: report:cascade draws at most 4 groups in a panel, 'group' has 5 | keep at most four with :where, or let the groups be the panels: panels = "group"
-- A table of one's own, which says what each stage is divided by.
local own = foi.table("own", { { "decision", { "Arrest", "Arrest", "Remand", "Remand" } }, { "who", { "White", "Black", "White", "Black" } },
  { "ratio", { 1, 1.8, 1, 1.9 } }, { "of", { "people", "people", "remand decisions", "remand decisions" } } })
print(report:cascade(own, { stage = "decision", group = "who", feeder = "of" }) == report) --> true

-- Ratios need a reference group, and a stage and a group have one.
print(caught(report.cascade, report, t:cascade { stages = { "referred", "assessed" }, group = "group" }))
--> D210: report:cascade: the table has no column 'ratio' | ratios need a group to compare with: t:cascade{..., reference = ...}
print(caught(report.cascade, report, c:concat(c)))
--> A104: report:cascade: rows 1 and 10 are both of Referred, White | keep one row for each with :where, add them up with :by(...):sum, or name the column that tells them apart
print(caught(report.cascade, report, c, { stage = "ratio" }))
--> A102: report:cascade needs 'group' | name the column of the groups: group = ...
print(caught(report.cascade, report, c, { stages = "stage" }))
--> A101: report:cascade has no argument 'stages' | did you mean 'stage'? it takes stage, group, value, lower, upper, feeder, title, panels
print((caught(report.cascade, report, c, { value = "rati" })))
--> D210: report:cascade: the table has no column 'rati'
