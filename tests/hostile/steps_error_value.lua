-- An error whose message never ends.
-- flags: --limit-steps 1000000
-- ends: 4 L501
error(setmetatable({}, { __tostring = function() while true do end end }))
