"""How likely debtors are to pay: the hidden-type model."""
