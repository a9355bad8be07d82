"""The page Scenarios: save, list, compare, share."""
