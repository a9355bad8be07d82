"""The page Backtest: what the odds of a remittance file would have foretold."""
