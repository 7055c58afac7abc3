"""Value: the sum of the values of meetings held and seats given."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout


def add(layout: Layout) -> tuple[Ints, Ints]:
    """Columns and their values."""
    instance, seating = layout.instance, layout.seating
    return (
        np.concatenate([layout.option, seating.seat_column]),
        np.concatenate([instance.value[instance.option_request], seating.seat_value]),
    )
