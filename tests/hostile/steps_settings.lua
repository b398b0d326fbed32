-- Errors of the engine, swallowed.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local foi = require "foi"
while true do pcall(foi.setting) end
