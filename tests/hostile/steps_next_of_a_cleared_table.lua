-- A table that was large and is empty.
-- flags: --limit-seconds 1 --limit-steps 3000000
-- ends: 4 L501 or 4 L503
local t = {}
for i = 1, 100000 do t[i] = i end
for i = 1, 100000 do t[i] = nil end
while true do next(t) end
