-- A finaliser.
-- flags:
-- ends: 3 E102
setmetatable({}, { __gc = function() while true do end end })
