-- An error whose message is an error.
-- flags: --limit-steps 1000000
-- ends: 3 E102 or 4 L501
error(setmetatable({}, { __tostring = function(t) error(t) end }))
