"""Planted faults: each changes one line of the product, and some test has to notice; `make mutants`, outside CI."""
