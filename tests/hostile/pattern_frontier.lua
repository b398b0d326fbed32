-- Frontiers that are none.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(("a"):rep(1000000):find("%f[b]%a*%f[c]" .. ("%a-"):rep(10) .. "x") or ("ab"):rep(100000):find("%f[b].*%f[c]"))
