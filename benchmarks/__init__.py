"""What only measures the planner: events of every size, what goes wrong with them, and what is compared."""
