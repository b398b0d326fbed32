-- table.concat of much.
-- flags: --limit-memory 16
-- ends: 4 L502
local list = {}
local text = ("x"):rep(100000)
for i = 1, 1000 do list[i] = text end
print(#table.concat(list))
