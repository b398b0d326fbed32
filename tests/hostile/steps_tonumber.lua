-- Numbers of many digits.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local digits = ("9"):rep(1000000)
while true do tonumber(digits, 10) end
