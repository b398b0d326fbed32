-- luacheck: no max line length
-- Tables as wide as a spreadsheet can be: every column is found by its name, and names stay different.
local foi = require "foi"

local most = 16384
local columns = { { "group", { "A", "B", "A" } } }
for i = 2, most do columns[i] = { "c" .. i, { i, i + 1, i + 2 }, count = true } end
local t = foi.table("wide", columns)
print(#t:columns(), t.c2[1], t.c16384[3], t.c9000[2]) --> 16384	2	16386	9001
print(pcall(function() return t.c16385 end)) --> false	tests/script/wide.lua:10: no column "c16385"; there are: group, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32, c33, c34, c35, c36, c37, c38, c39, c40, c41, c42, ... and 16342 more

local names = t:columns()
table.sort(names, function(a, b) return a > b end)
local turned = t:select(names)
print(turned:columns()[1], turned:columns()[most], turned.c77[1]) --> group	c10	77
print(#t:where { group = "A", c500 = 502 }, t:where(function(row) return row.c8 == 9 end).c16000[1]) --> 1	16001

local conditions = {}
for _, name in ipairs(names) do conditions[name] = t[name][2] end
print(#t:where(conditions)) --> 1

local more = t
for i = 1, 20 do more = more:derive("more" .. i, t.c2 * i) end
for i = 1, 20 do more = more:derive("c" .. (i + 1000), 0) end -- in the place of another
print(#more:columns(), more.more20[1], more.c1001[1], more.c1021[1], more:columns()[1001]) --> 16404	40.0	0.0	1021	c1001
print(#t:concat(t), #t:sort("c3", { descending = true }):columns(), t:by("group"):sum("c9", "c16384").c16384[1]) --> 6	16384	32770

-- Two columns of one name are refused, wherever they come from.
columns[most] = { "c2", { 1, 2, 3 } }
print(select(2, pcall(foi.table, "wide", columns)).message) --> the table would have two columns 'c2'
print(select(2, pcall(t.select, t, "c5", "c6", "c5")).message) --> the result would have two columns "c5"
