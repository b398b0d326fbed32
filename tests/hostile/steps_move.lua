-- A move of 2^62 elements.
-- flags:
-- ends: 4 L501
table.move({}, 1, 1 << 62, 2)
