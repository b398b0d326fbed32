-- A comparison that does not end.
-- flags: --limit-steps 1000000
-- ends: 4 L501
table.sort({ 3, 2, 1 }, function() while true do end end)
