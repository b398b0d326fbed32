-- Asking again and again, with the error swallowed.
-- flags: --limit-memory 16
-- ends: 4 L502
while true do pcall(string.rep, "x", 1 << 30) end
