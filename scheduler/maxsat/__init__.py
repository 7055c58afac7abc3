"""Compact agendas by MaxSAT: programs as clauses, and the race of solvers on them."""
