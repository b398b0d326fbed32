-- A place in a long text.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local text = ("\u{E9}"):rep(1000000)
while true do utf8.offset(text, -999999) end
