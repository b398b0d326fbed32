-- More coroutines than anybody needs.
-- flags:
-- ends: 4 L502
local list = {}
while true do
  local co = coroutine.create(function() coroutine.yield() end)
  coroutine.resume(co)
  list[#list + 1] = co
end
