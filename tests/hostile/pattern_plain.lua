-- Half a megabyte in a megabyte.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local text, word = ("a"):rep(1000000), ("a"):rep(500000) .. "b"
while true do text:find(word, 1, true) end
