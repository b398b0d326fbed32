-- Loops in coroutines.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do coroutine.wrap(function() pcall(function() while true do end end) end)() end
