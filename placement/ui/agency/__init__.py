"""The page Options as the agency sees it."""
