"""Work lists: which account gets which action now, and which agency gets which account."""
