-- A replacement that never comes.
-- flags: --limit-steps 1000000
-- ends: 4 L501
("abc"):gsub(".", function() while true do end end)
