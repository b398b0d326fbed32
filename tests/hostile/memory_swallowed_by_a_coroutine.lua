-- The same in a coroutine.
-- flags: --limit-memory 16
-- ends: 4 L502
while true do coroutine.resume(coroutine.create(function() return ("x"):rep(1 << 30) end)) end
