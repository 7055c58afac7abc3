"""What somebody does with their own account: see it, take it along, delete it."""
