"""Routes: each view loads, calls one service, answers."""
