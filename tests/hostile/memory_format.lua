-- Widths in formats.
-- flags: --limit-memory 16
-- ends: 4 L502
local list = {}
while true do list[#list + 1] = ("%-99s|%99d"):format(#list, #list):rep(50) end
