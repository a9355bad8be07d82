"""The page Pilot: is trying some accounts first worth it, when to stop, and with which agency."""
