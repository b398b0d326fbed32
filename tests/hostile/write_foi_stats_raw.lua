-- A measure.
-- flags:
-- ends: 3 E102
rawset(require "foi".stats.prop, "ci", {})
