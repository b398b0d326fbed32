-- An error that is no text.
-- flags:
-- ends: 3 E102
error({ code = "L999" })
