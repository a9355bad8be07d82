"""The page Agencies: agencies like for like from what they remitted, and the next batch's shares.

An agency's own side of a book is elsewhere, in `placement.ui.agency`.
"""
