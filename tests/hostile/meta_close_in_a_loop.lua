-- The closing value of an iteration.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local m = {}
local t = setmetatable({}, m)
m.__close = function() while true do end end
for _ in function() end, nil, nil, t do end
