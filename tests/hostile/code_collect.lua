-- The collector.
-- flags:
-- ends: 3 E103
collectgarbage("stop")
