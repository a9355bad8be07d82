"""The page Lists: which accounts go where, and the files for it."""
