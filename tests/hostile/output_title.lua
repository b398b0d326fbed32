-- A title that is larger than all.
-- flags: --limit-memory 64
-- ends: 4 any
local foi = require "foi"
foi.report { title = ("y"):rep(30000000), subtitle = ("z"):rep(30000000), headline = ("w"):rep(30000000) }
