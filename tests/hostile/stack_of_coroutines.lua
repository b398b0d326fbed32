-- 20,000 coroutines within one another, which end Lua 5.4.4 by SIGSEGV when they are closed.
-- flags:
-- ends: 3 E102
local function nest(n)
  if n == 0 then return error("at the bottom") end
  return coroutine.wrap(nest)(n - 1)
end
nest(20000)
