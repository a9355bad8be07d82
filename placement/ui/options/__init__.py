"""The page Options."""
