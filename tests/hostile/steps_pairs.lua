-- A large table, walked again and again.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local t = {}
for i = 1, 1000 do t["k" .. i] = i end
while true do for _ in pairs(t) do end end
