"""Charts as pure functions: a frame in, a chart out."""
