"""The page Odds: five questions, or a remittance file, to the numbers in use."""
