-- A closing value.
-- flags:
-- ends: 3 E102
local _ <close> = setmetatable({}, { __close = function() while true do end end })
