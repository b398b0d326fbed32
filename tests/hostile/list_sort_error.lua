-- A comparison that fails.
-- flags:
-- ends: 3 E102
table.sort({ 3, 1, 2 }, function() error("no order") end)
