"""Better plans from a plan: large neighbourhoods, and pairs of slots as linear programs."""
