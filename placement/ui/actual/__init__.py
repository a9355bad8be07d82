"""The tab Plan against actual: a later month's tape held against what the plan expected."""
