-- A dataset by a path.
-- flags:
-- ends: 2 D214
require "foi".dataset("../../../etc")
