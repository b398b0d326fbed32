-- Closing in a coroutine that was stopped by the count, where Lua does not count.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local m = {}
local t = setmetatable({}, m)
m.__close = function() while true do end end
coroutine.wrap(function()
  local _ <close> = t
  while true do end
end)()
