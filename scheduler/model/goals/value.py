"""Value: the sum of the values of meetings held and seats given."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout


def add(layout: Layout) -> tuple[Ints, Ints]:
    """Columns and their values."""
    instance, dialogues = layout.instance, layout.dialogues
    return (
        np.concatenate([layout.option, dialogues.seat_column]),
        np.concatenate([instance.value[instance.option_request], dialogues.seat_value]),
    )
