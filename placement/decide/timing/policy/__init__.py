"""A creditor's own habit, valued beside the best plan."""
