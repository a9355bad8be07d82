"""The gate: whoever is on a page of a team's desk, and what he may do, passes through here."""
