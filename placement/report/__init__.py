"""Results as files: written whole or not at all, safe to open in a spreadsheet."""
