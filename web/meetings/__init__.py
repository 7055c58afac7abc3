"""Asking for one-to-one meetings, and answering."""
