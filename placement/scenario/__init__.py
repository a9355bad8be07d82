"""What a user set: frozen, comparable, without the book itself."""
