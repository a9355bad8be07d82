"""The page Assumptions."""
