"""The page Book."""
