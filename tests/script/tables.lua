-- luacheck: no max line length
-- Operations on tables: each gives a new table, in an order that is declared, never that of a hash.
local foi = require "foi"
local visits = foi.dataset "made_up_visits"
local people = foi.dataset "made_up_people"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message
end
local function show(t)
  local names = t:columns()
  print(table.concat(names, " "))
  for i = 1, #t do
    local row, cells = t:row(i), {}
    for k, name in ipairs(names) do cells[k] = tostring(row[name]) end
    print(table.concat(cells, " "))
  end
end

print(#visits, table.concat(visits:columns(), " ")) --> 12	area year status visits
print(tostring(visits)) --> table made_up_visits: 12 rows, 4 columns

-- where: a label, a list, a number, a function; conditions together.
local flows = visits:where { status = "opened" }
print(#flows) --> 10
print(#visits:where { area = { "North", "East" }, year = "2019" }) --> 2
print(#visits:where { visits = 130 }) --> 1
print(#visits:where { visits = { 130, 80 } }) --> 2
print(#visits:where(function(row) return row.visits ~= nil and row.visits > 100 end)) --> 4
print(#visits:where(function(row) return row.visits == nil end)) --> 3
print(#visits:where(function() return false end)) --> 0
print(caught(visits.where, visits, { area = "Norht" }))
--> D216: no row has "Norht" in column "area"; there are: South, North, East, Not recorded, All areas
print(caught(visits.where, visits, { areas = "North" })) --> D210: no column "areas"; there are: area, year, status, visits
print(caught(visits.where, visits, { area = "East", status = "active" }))
--> D216: no row satisfies the conditions on "area", "status" together

-- select: in the order asked for.
print(table.concat(visits:select("visits", "area"):columns(), " ")) --> visits area
print(table.concat(visits:select({ "year" }):columns(), " ")) --> year

-- by, sum, count: groups in the declared order of their labels (South first), not in the file's.
-- The blank of South in 2020 must be 0 (its total says so), so its sum is known.
local parts = flows:where { area = { "North", "South" } }
show(parts:by("area"):sum("visits"))
--> area visits
--> South 80
--> North 250
show(flows:where { area = { "North", "East", "Not recorded" } }:by("year"):sum("visits"))
--> year visits
--> 2019 nil
--> 2020 139
show(visits:by("status"):count())
--> status rows
--> opened 10
--> active 2
print(parts:where { area = "North" }:sum("visits"):row(1).visits) --> 250
print(visits:count():row(1).rows) --> 12

-- join: every row of the left finds its one partner, or it is an error.
local north = flows:where { area = { "North", "South" }, year = "2019" }
show(north:join(people, "area"):select("area", "visits", "people"))
--> area visits people
--> North 120 10798
--> South 80 20385
print(caught(flows.join, flows, people, "area") ~= "no error") --> true
local loose = flows:where { year = "2019" }:join(people, "area", { optional = true })
print(#loose, loose.people[4], loose.people:mark(4)) --> 5	nil	not_available
print(caught(people.join, people, flows, "area"):sub(1, 4)) --> D213

-- pivot: one column for each label.
show(flows:where { area = { "North", "East" } }:pivot { rows = "area", across = "year", values = "visits" })
--> area 2019 2020
--> North 120 130
--> East nil 9
print(caught(visits.pivot, visits, { rows = "area", across = "year", values = "visits" }):sub(1, 4)) --> D212
print(visits:pivot({ rows = { "area", "year" }, across = "status", values = "visits" }).active:marks().not_available)
--> 8

-- unpivot: the way back, from a file with whole years across the top; years of another file may be numbers.
local long = foi.read("plain_wide.csv"):unpivot { rows = "area", across = "year", values = "cases" }
show(long)
--> area year cases
--> North 2019 120
--> North 2020 nil
--> North 2021 130
--> South 2019 80
--> South 2020 nil
--> South 2021 95
print(long.cases:mark(2), long.cases:mark(5), long.cases:bounds(2)) --> suppressed	blank	1.0	4.0
print(long.year.role, long.cases.role) --> period	nil
local again = long:pivot { rows = "area", across = "year", values = "cases" }
print(table.concat(again:columns(), " "), again["2020"]:bounds(1)) --> area 2019 2020 2021	1.0	4.0
local wide_people = foi.read("plain_wide_people.csv", { population = "people" })
local south = long:where { area = "South", year = { "2019", "2021" } }
local compared = south:compare { by = "year", count = "cases", population = wide_people }
print(compared.year[2], foi.fixed(compared.ratio[2], 4)) --> 2021	1.1642
print(caught(long.join, long, wide_people, "year"))
--> D211: column "year" holds numbers in one table and labels in the other
print(#long:join(foi.read("plain_wide_people.csv", { population = "people", period = "year" }), "year")) --> 6
print(caught(long.unpivot, long, { rows = "area", across = "a", values = "b" }))
--> D211: unpivot: column "year" holds labels, and numbers become rows
print(caught(long.unpivot, long, { rows = { "area", "yaer" }, across = "a", values = "b" }):sub(1, 4)) --> D210
print(caught(long.unpivot, long, { rows = "area", into = "a" })) --> A101: unpivot has no argument 'into'
print(caught(long.unpivot, long, { rows = "area" })) --> A102: unpivot needs rows, across and values

-- sort: stable, marked cells last; labels in declared order.
show(north:sort("visits"):select("area", "visits"))
--> area visits
--> South 80
--> North 120
show(flows:where { year = "2020" }:sort("visits", { descending = true }):select("area", "visits"))
--> area visits
--> All areas 139
--> North 130
--> East 9
--> Not recorded 0
--> South nil
print(flows:sort("area").area[1], flows:sort("area").year[1], flows:sort("area").year[2]) --> South	2019	2020

-- concat: the same columns, rows of the one and then of the other.
local both = north:concat(flows:where { year = "2020", area = "East" })
print(#both, both.area[3], both.visits[3]) --> 3	East	9
print(caught(north.concat, north, people) ~= "no error") --> true

-- derive: a column, a number, a text, a list, a function; the same name replaces.
local doubled = north:derive("double", north.visits * 2)
print(doubled.double[1], doubled.double[2]) --> 240.0	160.0
print(north:derive("k", 7).k[2], north:derive("k", "x").k[2], north:derive("k", { 3, 4 }).k[2]) --> 7.0	x	4.0
print(north:derive("half", function(row) return row.visits / 2 end).half[2]) --> 40.0
print(#north:derive("visits", { 1, 2 }):columns()) --> 4
print(caught(north.derive, north, "k", { 1, 2, 3 })) --> A105: the table has 2 rows, the new column 'k' has 3
-- The table it came from is as it was.
print(table.concat(north:columns(), " "), north.visits[1]) --> area year status visits	120

-- Notes and checks go along with what is computed from the table.
print(north:notes()[1]) --> The figures are made up.
print(visits:checks()[1].code, visits:checks()[1].state) --> C101	passed
print(#north:note("Read this."):notes()) --> 2

-- Indexing.
print(caught(function() return visits[1] end)) --> A103: a table is indexed by column names; use t:row(i) for rows
print(caught(function() return visits.vists end))
--> D210: no column "vists"; there are: area, year, status, visits
print(caught(visits.row, visits, 13)) --> A104: row 13 of a table with 12 rows
print(caught(visits.row, visits, 0)) --> A104: row 0 of a table with 12 rows

-- A table from lists, and a plain CSV with a title above its header.
local own = foi.table("own", { { "name", { "a", "b" } }, { "n", { 1, 2 }, count = true } })
print(#own, own.n[2], own.n.type, own.name.type) --> 2	2	number	label
local plain = foi.read("made_up_plain.csv", { marks = { [".."] = "not_available" } })
print(#plain, plain.searches[1], plain.searches:mark(3), plain:column("note"):mark(1)) --> 3	1398	not_available	blank
