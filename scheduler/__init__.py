"""Plan an event: choose meetings, slots, tables and seats, prove how good the plan is, and check it."""
