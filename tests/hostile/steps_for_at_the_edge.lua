-- Loops at the edge of the whole numbers, which must not wrap around; then for ever.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local n = 0
for _ = math.maxinteger - 1, math.maxinteger do n = n + 1 end
for _ = math.mininteger, math.mininteger + 1 do n = n + 1 end
assert(n == 4)
for _ = math.mininteger, math.maxinteger do n = n + 1 end
