"""Integer linear programs as data: their rows, what is left of them when something is fixed, and bounds anybody can recompute."""
