"""Reads that recur, each with its name and its eager loading."""
