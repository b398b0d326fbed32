-- luacheck: no max line length
-- Rows that a plain file holds twice: said with their lines, and never added up unless the script says what they are.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message .. (e.hint and " | " .. e.hint or "")
end
local function check(t)
  for _, each in ipairs(t:checks()) do
    if each.code == "C112" then return each.state .. " " .. each.found .. ": " .. each.text end
  end
end
local function sum(t, ...) return caught(t:by(...).sum, t:by(...), "cases") end

local t = foi.read "plain_repeated.csv"
print(check(t))
--> failed 2: 2 rows repeat an earlier one in every cell; what they count is not added up: lines 2 and 4; lines 5 and 7
print(sum(t, "area", "group"))
--> D212: "cases" must not be added up: lines 2 and 4 of data/plain_repeated.csv are the same in every cell, and would be counted twice | correct the file, or say what they are: foi.read(path, {repeated = "drop"}) keeps the first; {repeated = "keep"}: each row is a case of its own
print(sum(t:where { area = "South" }))
--> D212: "cases" must not be added up: lines 5 and 7 of data/plain_repeated.csv are the same in every cell, and would be counted twice | correct the file, or say what they are: foi.read(path, {repeated = "drop"}) keeps the first; {repeated = "keep"}: each row is a case of its own
print(sum(t:where { group = "B" }, "area")) --> no error
print(caught(t.disproportionality, t, { count = "cases", group = "group", population = "people", reference = "A" }))
--> A104: disproportionality: 'A' is in 4 rows, so 'people' is no population of one group | the file holds rows twice: foi.read(path, {repeated = "drop"}) or "keep" says what they are; 2 rows repeat an earlier one in every cell; what they count is not added up: lines 2 and 4; lines 5 and 7
print(caught(t.compare, t:where { area = "North" }, { by = "group", count = "cases", population = "people", reference = "B" }))
--> D212: compare: 'A' has 2 rows; it needs one for each group | the file holds rows twice: foi.read(path, {repeated = "drop"}) or "keep" says what they are; 2 rows repeat an earlier one in every cell; what they count is not added up: lines 2 and 4; lines 5 and 7

-- The rows are known by their lines whatever else is done with the table.
local others = foi.table("more", { { "area", { "North", "South" } }, { "head", { "x", "y" } } })
print(sum(t:derive("more", 1):sort("cases"):select("area", "cases"), "area"):sub(1, 60))
--> D212: "cases" must not be added up: lines 2 and 4 of data/pl
print(sum(t:join(others, "area"), "head"):sub(1, 60))
--> D212: "cases" must not be added up: lines 2 and 4 of data/pl
print(sum(t:concat(t:where { area = "South" }), "area"):sub(1, 60))
--> D212: "cases" must not be added up: lines 2 and 4 of data/pl
print(sum(t:relabel { column = "group", using = { A = "a", B = "b" } }, "group"):sub(1, 60))
--> D212: "cases" must not be added up: lines 2 and 4 of data/pl
local long = t:unpivot { rows = { "area", "group" }, across = "what", values = "cases" }
print(sum(long, "area", "what"):sub(1, 60))
--> D212: "cases" must not be added up: lines 2 and 4 of data/pl
print(sum(long:where { group = "B" })) --> no error
print(sum(t:where({ area = "South", group = "A" }):concat(t:where { area = "North", group = "A" }), "area"):sub(1, 60))
--> D212: "cases" must not be added up: lines 2 and 4 of data/pl

-- What they are, by name.
local dropped = foi.read("plain_repeated.csv", { repeated = "drop" })
print(#dropped, check(dropped)) --> 4	passed 0: no row stands in the file twice
print(dropped:by("group"):sum("cases"):row(2).cases, dropped:by("group"):sum("cases").cases:bounds(1))
--> 22	31.0	34.0
local d = dropped:where({ area = "North" }):disproportionality { count = "cases", group = "group", population = "people", reference = "A" }
print(foi.fixed(d.ratio[2], 4)) --> 0.6667
local kept = foi.read("plain_repeated.csv", { repeated = "keep" })
print(#kept, check(kept))
--> 6	noted 2: 2 rows repeat an earlier one in every cell; the script says that each row is a case of its own: lines 2 and 4; lines 5 and 7
print(kept:where({ area = "North" }):sum("cases").cases[1]) --> 70
print(caught(foi.read, "plain_repeated.csv", { repeated = "both" }))
--> A104: foi.read: 'repeated' must be "keep" or "drop", got "both" | repeated: rows that are the same in every cell: keep them, because each is a case of its own, or all but the first are dropped and counted in the report; without it they are kept, check C112 fails and they are not added up

-- A list of cases.
local cases = foi.read "plain_cases.csv"
print(check(cases))
--> failed 1: 1 row repeats an earlier one in every cell; what they count is not added up: lines 2 and 3
print(cases:by("area"):count().rows[1]) --> 2
print(caught(cases.sum, cases, "days"):sub(1, 4), foi.read("plain_cases.csv", { repeated = "keep" }):sum("days").days[1])
--> D212	15
print(check(foi.read("plain_cases.csv", { text = "days" })))
--> noted 1: 1 row repeats an earlier one in every cell; each row may be a case of its own: lines 2 and 3
print(check(foi.read "plain_people.csv")) --> passed 0: no row stands in the file twice
