"""Annealing over Kempe chains between slots: the agendas of a plan become compact, and what is held stays as good."""
