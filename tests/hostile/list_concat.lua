-- A made-up length: concat.
-- flags:
-- ends: 3 E102
table.concat(setmetatable({}, { __len = function() return 1 << 60 end }))
