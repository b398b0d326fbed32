-- A file about the process.
-- flags:
-- ends: 2 I401
require "foi".read("/proc/self/environ")
