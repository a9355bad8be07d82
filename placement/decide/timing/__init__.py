"""When to act: the best sequence of stages for each segment, and what waiting is worth."""
