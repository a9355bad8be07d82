"""Whose work this is: named by the browser, held in memory while it is used, found again after."""
