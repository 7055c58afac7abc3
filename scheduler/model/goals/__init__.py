"""The goals, one a file; each gives the coefficients of its objective."""
