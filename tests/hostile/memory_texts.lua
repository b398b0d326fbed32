-- Many texts.
-- flags: --limit-memory 16
-- ends: 4 L502
local list = {}
while true do list[#list + 1] = ("x"):rep(10000) .. #list end
