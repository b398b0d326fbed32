-- A made-up length: remove.
-- flags:
-- ends: 3 E102
table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)
