"""The page Deal zone."""
