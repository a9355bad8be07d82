"""The exact solver for one account, and what acting in each month is worth."""
