-- Four lazy pieces.
-- flags: --limit-steps 1000000
-- ends: 4 L501
print(("a"):rep(10000):gsub("(.-)(.-)(.-)(.-)x", ""))
