"""Bounds of goals for which no linear program is enough."""
