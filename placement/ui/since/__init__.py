"""What changed since last time: another month's book, other numbers."""
