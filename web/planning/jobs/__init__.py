"""A planning run carried out by a worker, its solver in a child process."""
