"""The compiled kernel: Python's view of its structures is that of the header, and it stays inside its arrays."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scheduler.annealing import kernel as kernels
from scheduler.annealing.kernel import (
    GOALS,
    MOST_DAYS,
    MOST_PLANES,
    ChangeStructure,
    EventStructure,
    PlanStructure,
    RunStructure,
    fill,
    kernel,
)

FOLDER = Path(kernels.__file__).parent / "kernel"
HEADER = (FOLDER / "kernel.h").read_text()
SIZES = {"int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64, "double": ctypes.c_double, "word": ctypes.c_uint64}
STRUCTURES = {"Event": EventStructure, "Plan": PlanStructure, "Change": ChangeStructure, "Run": RunStructure}


def fields_of(name: str) -> list[tuple[str, object]]:
    """Name and kind of each field of a structure in the header; every array there is an address but those of a size."""
    plain = re.sub(r"/\*.*?\*/", "", HEADER, flags=re.DOTALL)
    (body,) = re.findall(rf"typedef struct {{([^}}]*)}} {name};", plain)
    fields: list[tuple[str, object]] = []
    for line in filter(None, (line.strip() for line in body.split(";"))):
        kind, _, names = line.removeprefix("const ").partition(" ")
        for each in names.split(","):
            word, _, size = each.strip().partition("[")
            if word.startswith("*"):
                fields.append((word[1:], ctypes.c_void_p))
            elif size:
                fields.append((word, (SIZES[kind], len(GOALS) if size == "GOALS]" else int(size[:-1]))))
            else:
                fields.append((word, SIZES[kind]))
    return fields


@pytest.mark.parametrize("name", STRUCTURES)
def test_structure_is_the_one_of_the_header(name):
    ours = []
    for field, kind in STRUCTURES[name]._fields_:  # type: ignore[misc]  # only those of two are used
        array = isinstance(kind, type) and issubclass(kind, ctypes.Array)
        ours.append((field.rstrip("_"), (kind._type_, kind._length_) if array else kind))
    assert ours == fields_of(name)


def test_numbers_are_those_of_the_header():
    (goals,) = re.findall(r"enum \{ (FLOOR.*), GOALS \}", HEADER)
    assert tuple(goals.lower().split(", ")) == GOALS
    assert re.findall(r"MAX_DAYS = (\d+), MAX_PLANES = (\d+)", HEADER) == [(str(MOST_DAYS), str(MOST_PLANES))]


def test_there_is_a_kernel_where_there_is_a_compiler():
    assert kernel() is not None


def test_there_is_no_kernel_where_none_was_compiled(monkeypatch):
    monkeypatch.setattr(kernels, "find_spec", lambda name: None)
    assert kernel.__wrapped__() is None


def test_arrays_are_handed_over_by_their_address():
    array = np.arange(5, dtype=np.int32)
    structure = fill(PlanStructure, {"slot": array})
    assert structure.slot == array.ctypes.data
    assert structure.pool is None
    assert fill(RunStructure, {"steps": 7, "hot": 1.5}).steps == 7


CHILD = """
import ctypes, sys
from scheduler.annealing import annealer
library = ctypes.CDLL(sys.argv[1])
annealer.kernel = lambda: library
from tests.support.annealed import begun_event
taken = 0
for seed in range(60):
    begun = begun_event(seed, zones=seed % 2 == 1)
    if begun is not None:
        one = begun.annealer(seed)
        taken += one.anneal(5_000, 30.0, 1.0)
        one.limit({})
        taken += one.anneal(5_000, 30.0, 1.0)
print(taken)
"""


@pytest.mark.deep
def test_kernel_stays_inside_its_arrays(tmp_path):
    library, flags = tmp_path / "checked.so", ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1", "-std=c11"]
    sources = [str(path) for path in sorted(FOLDER.glob("*.c"))]
    subprocess.run(["gcc", *flags, "-shared", "-fPIC", "-o", str(library), *sources, "-lm"], check=True)
    preload = [subprocess.run(["gcc", f"-print-file-name={name}"], check=True, capture_output=True, text=True).stdout.strip()
               for name in ("libasan.so", "libubsan.so", "libstdc++.so")]  # fmt: skip
    environment = os.environ | {"LD_PRELOAD": ":".join(preload), "ASAN_OPTIONS": "detect_leaks=0", "PYTHONMALLOC": "malloc"}
    done = subprocess.run([sys.executable, "-c", CHILD, str(library)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) > 1_000
