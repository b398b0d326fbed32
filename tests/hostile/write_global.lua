-- A global.
-- flags:
-- ends: 3 E103
pairs = nil
