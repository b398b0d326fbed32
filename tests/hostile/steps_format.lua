-- Numbers written out to 99 places.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do local _ = ("%99.99f"):format(1e308) end
