-- Arithmetic on columns, row by row; what is not a number is refused, not guessed.
local foi = require "foi"
local t = foi.table("made_up", {
  { "area", { "North", "South", "East" } },
  { "cases", { 44, 0, 2385 }, count = true, unit = "cases", title = "Cases" },
  { "people", { 724, 10798, 0 } },
})

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or (type(e) == "string" and e or e.code .. ": " .. e.message)
end
local function show(c)
  local cells = {}
  for i = 1, #c do cells[i] = tostring(c[i]) end
  print(table.concat(cells, " "))
end

show(t.cases + 1) --> 45.0 1.0 2386.0
show(1 - t.cases) --> -43.0 1.0 -2384.0
show(t.cases * t.people) --> 31856.0 0.0 0.0
show(t.people / 2) --> 362.0 5399.0 0.0
show(t.cases - t.cases) --> 0.0 0.0 0.0
-- A division by zero has no answer: it is neither infinite nor 0.
show(t.cases / t.people) --> 0.060773480662983 0.0 nil
print((t.cases / t.people):mark(3)) --> undefined
show(t.cases * 1e308 * 1e308) --> nil 0.0 nil

print(t.cases[1], math.type(t.cases[1]), math.type(t.people[1])) --> 44	integer	float
print(t.cases.name, t.cases.title, t.cases.unit, t.cases.type, t.area.type) --> cases	Cases	cases	number	label
print(t.cases.role, t.cases.nothing) --> nil	nil
print(#t.cases, tostring(t.cases)) --> 3	column cases: 3 rows
print(table.concat(t.area:labels(), " ")) --> North South East

print(caught(function() return t.area + 1 end)) --> D211: labels cannot be added or multiplied
print(caught(function() return t.cases + "1" end)) --> D211: labels cannot be added or multiplied
print(caught(function() return t.cases + { 1, 2 } end) ~= "no error") --> true
print(caught(function() return t.cases + foi.table("u", { { "n", { 1, 2 } } }).n end))
--> A105: columns of 3 and 2 rows
print(caught(function() return t.cases[4] end)) --> A104: row 4 of a column with 3 rows
print(caught(function() return t.cases[0] end)) --> A104: row 0 of a column with 3 rows
print(caught(t.cases.labels, t.cases)) --> D211: column 'cases' holds numbers, not labels
print(caught(foi.table, "x", { { "a", { 1, 2 } }, { "b", { 1 } } }))
--> A105: column 'b' has 1 rows, the first has 2
print(caught(foi.table, "x", { { "a", { 1, "2" } } }))
--> A103: item 2 of the list must be a number, got a string
print(caught(foi.table, "x", { { "a", { "b", 2 } } }))
--> A103: item 2 of the list must be text, got a number

-- Words for a column: the cells stay as they are.
local named = foi.column(t.cases * 2, { name = "double", title = "Twice", unit = "cases" })
print(named.name, named.title, named.unit, named[1]) --> double	Twice	cases	88.0
print(caught(foi.column, t.cases, { tilte = "x" })) --> A101: foi.column has no argument 'tilte'

-- A column outlives the table it came from.
local function column_of_a_table() return foi.table("short", { { "n", { 10798 } } }).n end
local kept = column_of_a_table()
for _ = 1, 200 do foi.table("filler", { { "n", { 1, 2, 3 } } }) end
print(kept[1]) --> 10798.0
