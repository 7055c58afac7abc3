"""Better plans from a plan: large neighbourhoods, windows, and exchanges between slots."""
