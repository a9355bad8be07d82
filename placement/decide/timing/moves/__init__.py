"""What may be done in each month, and what it pays: the ground both solvers stand on."""
