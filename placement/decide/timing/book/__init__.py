"""The solver for whole books: every segment at once, to a small gap that is measured."""
