-- An iterator without end.
-- flags: --limit-steps 1000000
-- ends: 4 L501
for _ in function() return 1 end do end
