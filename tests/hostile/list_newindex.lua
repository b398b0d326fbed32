-- A list that writes elsewhere.
-- flags:
-- ends: 3 E102
table.insert(setmetatable({}, { __newindex = function() while true do end end }), 1)
