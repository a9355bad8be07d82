"""The upgrades."""
