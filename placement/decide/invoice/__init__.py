"""What an agency's bill should have been by its contract."""
