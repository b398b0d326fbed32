-- The same behind pcall.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local m = {}
local t = setmetatable({}, m)
m.__close = function() while true do end end
while true do
  pcall(function()
    local _ <close> = t
    error("x")
  end)
end
