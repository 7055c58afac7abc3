"""A request is held at most once, and exactly once where it has to be."""

from __future__ import annotations

from scheduler.model.columns import Layout


def add(layout: Layout) -> None:
    """One row a request."""
    instance = layout.instance
    low = instance.must.astype("int64")
    layout.builder.add_rows(instance.option_request, layout.option, 1, low, 1, count=instance.requests)
