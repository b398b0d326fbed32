-- 4,000 that would close one another, by coroutine.close.
-- flags:
-- ends: 3 E102
local co
for _ = 1, 4000 do
  local inner = co
  co = coroutine.create(function() coroutine.yield(inner) end)
  coroutine.resume(co)
end
coroutine.close(co)
