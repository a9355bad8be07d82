"""What to do: ranking the options, and saying why."""
