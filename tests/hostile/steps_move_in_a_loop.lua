-- Moves, swallowed.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do pcall(table.move, {}, 1, 1 << 20, 2) end
