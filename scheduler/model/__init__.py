"""The model of an event: its columns, its rules and its goals."""
