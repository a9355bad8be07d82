"""The page Sectors: which sector an agency should enter."""
