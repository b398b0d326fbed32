-- The script as data.
-- flags:
-- ends: 2 any or 3 D224
require "foi".read("hostile.lua", { delimiter = ";" })
