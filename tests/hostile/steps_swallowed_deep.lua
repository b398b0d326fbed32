-- Many pcall within one another.
-- flags: --limit-steps 1000000
-- ends: 4 L501
local function deep(n)
  while true do pcall(n > 0 and deep or error, n - 1) end
end
deep(100)
