"""Migrations of the database, carried out by `bms db`."""
