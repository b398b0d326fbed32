-- A replacement that fails, for ever.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do pcall(string.gsub, "abc", ".", function() error({}) end) end
