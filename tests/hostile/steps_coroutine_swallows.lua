-- A coroutine whose error is swallowed, and another, and another.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do coroutine.resume(coroutine.create(function() while true do end end)) end
