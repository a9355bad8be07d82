"""What results are called and said, once for pages, commands, workbook and memo."""
