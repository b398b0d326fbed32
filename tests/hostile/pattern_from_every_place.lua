-- A match that is tried from everywhere.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(("ab"):rep(200000):match("(a.*)c"))
