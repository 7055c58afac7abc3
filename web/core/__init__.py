"""What every page stands on: access, database, errors, mail, security, settings, the queue."""
