"""The compiled kernel: its structures as `kernel/kernel.h` has them, and how to find it."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec

import numpy as np

GOALS = ("floor", "value", "breaks", "idle", "moves")
"""Goals in the kernel's order."""

MOST_DAYS, MOST_PLANES = 32, 8

_I, _L, _D = ctypes.c_int32, ctypes.c_int64, ctypes.c_double


def _structure(name: str, **fields: object) -> type[ctypes.Structure]:
    """A structure of these fields; arrays are given to C as addresses."""
    return type(name, (ctypes.Structure,), {"_fields_": list(fields.items())})


def _pointers(names: str) -> dict[str, object]:
    return dict.fromkeys(names.split(), ctypes.c_void_p)


def _numbers(names: str) -> dict[str, object]:
    return dict.fromkeys(names.split(), _I)


EventStructure = _structure(
    "EventStructure",
    **_numbers("people slots requests dialogues pools days words planes across chain goals"),
    **_pointers("day first parallel berth limit floor least free pair value fixed must entry entry_pool entry_open open"),
    **_pointers("order order_of later own own_request room each zone lone length seat seated start dialogue_pool rank weight"),
)
PlanStructure = _structure(
    "PlanStructure",
    **_pointers("slot pool start berths load busy planes taken held cost listed at size hot hot_at hots total"),
)
ChangeStructure = _structure(
    "ChangeStructure",
    **_pointers("item from_ to pool"),
    **_numbers("count"),
    **_pointers("mark net cells"),
    **_numbers("touched"),
    **_pointers("cell_mark cell_zone person"),
    **_numbers("people"),
    **_pointers("person_mark meets chained next pool_net pools"),
    **_numbers("pooled"),
    **_pointers("swap fresh"),
    delta=_L * len(GOALS),
    number=_I,
)
RunStructure = _structure(
    "RunStructure",
    steps=_L,
    hot=_D,
    cold=_D,
    most=_L * len(GOALS),
    **_pointers("slot pool start"),
    total=_L * len(GOALS),
    taken=_L,
    seed=ctypes.c_uint64 * 2,
)


@cache
def kernel() -> ctypes.CDLL | None:
    """The kernel; None where it was not compiled when this package was installed."""
    found = find_spec("scheduler.annealing._kernel")
    if found is None or found.origin is None:
        return None
    library = ctypes.CDLL(found.origin)
    library.bms_build.restype = library.bms_anneal.restype = None
    return library


def fill(structure: type[ctypes.Structure], values: Mapping[str, object]) -> ctypes.Structure:
    """A structure of numbers and arrays; keep the arrays as long as it is used."""
    return structure(**{name: value.ctypes.data if isinstance(value, np.ndarray) else value for name, value in values.items()})
