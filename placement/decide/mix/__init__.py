"""Which contracts an agency takes with its seats, cash and legal hours, and at what staffing."""
