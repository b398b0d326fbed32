-- A handler inside the count.
-- flags:
-- ends: 3 E103
xpcall(function() while true do end end, function() while true do end end)
