"""The page Timing."""
