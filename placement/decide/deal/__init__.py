"""The commission from both sides: what a lot earns an agency and leaves its creditor."""
