-- A finaliser that is added behind the check: Lua does not look again.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local m = {}
local list = {}
for i = 1, 100 do list[i] = setmetatable({}, m) end
m.__gc = function() while true do end end
list = nil
while true do local _ = { list } end
