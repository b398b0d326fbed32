-- Printing a value that never finishes its text.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(setmetatable({}, { __tostring = function() while true do end end }))
