-- Another module.
-- flags:
-- ends: 3 E102
require "os"
