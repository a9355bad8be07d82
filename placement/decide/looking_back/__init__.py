"""What following a plan in the past would have brought, in money."""
