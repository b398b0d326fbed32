-- A made-up length: insert.
-- flags:
-- ends: 3 E102
table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 1)
