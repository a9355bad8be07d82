"""The sourced library: every number the model uses, and what a user lays over it."""
