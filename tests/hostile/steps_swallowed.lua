-- A loop that swallows the error of its end.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do pcall(function() while true do end end) end
