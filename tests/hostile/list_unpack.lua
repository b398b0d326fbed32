-- A made-up length: unpack.
-- flags:
-- ends: 3 E102
print(table.unpack(setmetatable({}, { __len = function() return 1 << 60 end })))
