"""Signing in by a link to one's mail address."""
