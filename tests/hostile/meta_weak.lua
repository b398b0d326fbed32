-- A weak table.
-- flags:
-- ends: 3 E102
setmetatable({}, { __mode = "k" })
