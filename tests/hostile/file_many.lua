-- The same question for ever.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local foi = require "foi"
while true do pcall(foi.dataset, "nothing") end
