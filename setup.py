"""The compiled part of the package; everything else stands in setup.cfg."""

from glob import glob

from setuptools import Extension, setup

# Plain C without Python's headers, loaded as a shared library; where there is no compiler the planner does without it.
KERNEL = Extension(
    "scheduler.annealing._kernel",
    sources=sorted(glob("scheduler/annealing/kernel/*.c")),
    depends=["scheduler/annealing/kernel/kernel.h"],
    extra_compile_args=["-std=c11", "-O3"],
    libraries=["m"],
    optional=True,
)

setup(ext_modules=[KERNEL])
