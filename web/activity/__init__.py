"""Who did what at an event."""
