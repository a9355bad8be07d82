"""Placement Desk: what each option for overdue receivables would leave in hand, and why."""

MODEL_VERSION = "2"
"""Moves with every change that moves a number; CHANGELOG.md says which."""
