-- The length of a long text.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local text = ("\u{10FFFF}"):rep(100000)
while true do utf8.len(text) end
