-- The error of a match that took too long, swallowed.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local text = ("a"):rep(1000)
while true do pcall(text.find, text, ("a*"):rep(20) .. "b") end
