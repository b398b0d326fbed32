-- pcall within pcall.
-- flags: --limit-steps 1000000
-- ends: 3 E102 or 4 L501
local function f() return pcall(f) end
print(f())
local function g() local ok, e = pcall(g) error(e) end
g()
