-- Functions within functions.
-- flags: --limit-memory 16
-- ends: 4 L502
local f = function() end
while true do
  local inner = f
  f = function() return inner end
end
