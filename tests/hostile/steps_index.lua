-- A field that is never found.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(setmetatable({}, { __index = function() while true do end end }).x)
