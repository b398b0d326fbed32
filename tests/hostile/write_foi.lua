-- A function of the module.
-- flags:
-- ends: 3 E103
local foi = require "foi"
foi.rate = nil
