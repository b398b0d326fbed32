-- The same by goto.
-- flags: --limit-steps 1000000
-- ends: 4 L501
::again:: goto again
