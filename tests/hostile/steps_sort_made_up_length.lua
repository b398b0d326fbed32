-- A list that says it is longer than all.
-- flags: --limit-steps 1000000
-- ends: 4 L501
table.sort(setmetatable({}, { __len = function() return 1 << 60 end, __index = function() return 1 end }))
