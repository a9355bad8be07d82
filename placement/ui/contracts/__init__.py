"""The page Contracts."""
