-- A coroutine that resumes itself.
-- flags:
-- ends: 3 E102
local co
co = coroutine.create(function() return coroutine.resume(co) end)
local _, ok, why = coroutine.resume(co)
assert(not ok and why:find("non%-suspended"))
error(why)
