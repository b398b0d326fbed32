-- Long equal texts, compared for ever: one instruction, which nothing counts but the clock.
-- flags: --limit-seconds 1
-- ends: 4 L503
local a, b = ("x"):rep(30000000) .. "y", ("x"):rep(30000000) .. "y"
local n = 0
while a == b do n = n + 1 end
