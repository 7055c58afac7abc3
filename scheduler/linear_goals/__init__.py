"""Goals that are linear in the decisions, by linear programming and what it leaves open."""
