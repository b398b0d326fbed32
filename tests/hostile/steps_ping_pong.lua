-- Two coroutines that call each other.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local co = coroutine.wrap(function() while true do coroutine.yield() end end)
while true do co() end
