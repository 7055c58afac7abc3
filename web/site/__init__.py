"""The pages around all events: the first page, health, fonts."""
