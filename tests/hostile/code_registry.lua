-- The registry.
-- flags:
-- ends: 3 E103
debug.getregistry()
