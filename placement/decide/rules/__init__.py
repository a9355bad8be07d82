"""Policy: a book's best moves as few rules, and what they are worth."""
