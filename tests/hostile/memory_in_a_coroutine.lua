-- Memory that runs out inside a coroutine.
-- flags: --limit-memory 16
-- ends: 4 L502
coroutine.wrap(function()
  local list = {}
  while true do list[#list + 1] = ("x"):rep(1000) .. #list end
end)()
