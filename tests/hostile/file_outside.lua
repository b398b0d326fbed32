-- A file elsewhere.
-- flags:
-- ends: 2 I401
require "foi".read("/etc/passwd")
