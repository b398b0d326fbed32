-- Arguments that grow in a recursion.
-- flags: --limit-seconds 1
-- ends: 3 E102 or 4 L501 or 4 L502 or 4 L503
local function grow(...) return grow(1, ...) end
grow()
