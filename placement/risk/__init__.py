"""How sure an answer is: the same valuation on draws of all numbers within their ranges."""
