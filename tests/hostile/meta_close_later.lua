-- A closing value whose method comes later.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local m = {}
local t = setmetatable({}, m)
m.__close = function() while true do end end
do local _ <close> = t end
