-- A module by a path.
-- flags:
-- ends: 3 E102
require "../../../tmp/evil"
