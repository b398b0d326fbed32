-- The characters of a long text.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local text = ("x"):rep(1000000)
while true do for _ in utf8.codes(text) do end end
