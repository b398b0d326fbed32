-- Each coroutine too short for the count.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do coroutine.wrap(function() for _ = 1, 100 do end end)() end
