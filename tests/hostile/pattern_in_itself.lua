-- A replacement that replaces.
-- flags: --limit-steps 1000000
-- ends: 3 E102
local function again(text) return (text:gsub(".", again)) end
again("abc")
