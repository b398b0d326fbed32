-- A list that is emptied while it is sorted.
-- flags: --limit-steps 1000000
-- ends: 3 E102
local list = {}
for i = 1, 1000 do list[i] = i end
table.sort(list, function(a, b)
  for i = 1, 1000 do list[i] = nil end
  return a < b
end)
print(list[1] < list[2], #list)
error("sorted")
