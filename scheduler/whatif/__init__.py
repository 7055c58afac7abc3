"""What if: an event with something changed, and what that changes of its best plan."""
