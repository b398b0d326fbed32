-- A name that is long, in a message.
-- flags:
-- ends: 3 A106
print(require "foi"[("x"):rep(1000000)])
