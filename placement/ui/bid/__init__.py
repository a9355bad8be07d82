"""The page Bid desk."""
