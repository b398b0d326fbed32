-- Cell by cell, through every way a script has to one: rows, columns, bounds, sorting, functions, text.
local foi = require "foi"
local t = foi.read "secret.csv"
local words = {}
local function say(...) words[#words + 1] = table.concat({ ... }, " ") end
for i = 1, #t do
  local lo, hi = t.cases:bounds(i)
  say(tostring(t.area[i]), tostring(t.group[i]), tostring(t.cases[i]), t.cases:mark(i), tostring(lo), tostring(hi))
  say(tostring(t:row(i).cases), tostring((t.cases * 2 / 2)[i]), tostring((t.cases / t.people * 10000)[i]))
end
for _, direction in ipairs { true, false } do
  local sorted = t:sort("cases", { descending = direction })
  for i = 1, #sorted do say(tostring(sorted.cases[i])) end
end
local derived = t:derive("again", function(row) return row.cases end):derive("half", t.cases / 2)
for i = 1, #derived do say(tostring(derived.again[i]), tostring(derived.half[i])) end
local wide = t:pivot { rows = "area", across = "group", values = "cases" }
local long = wide:unpivot { rows = "area", across = "group", values = "cases" }
say(tostring(wide.Asian[1]), tostring(long.cases[2]))
local found = t:where(function(row) return row.group == "Asian" and row.area == "North" end)
say(tostring(found.cases[1]))
local guess = 0
for bit = 10, 0, -1 do -- by halving
  local more = t:where(function(row)
    return row.area ~= "North" or row.group ~= "Asian" or (row.cases or 0) >= guess + (1 << bit)
  end)
  if #more == #t then guess = guess + (1 << bit) end
end
say("guess", tostring(guess))
local text = table.concat(words, "\n")
print(text)
foi.report { title = words[2], subtitle = words[3] }
  :heading(words[4]):text(text):note(text):caution(text):cannot(words[3], text)
