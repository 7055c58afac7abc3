"""The demo event: invented, of the size of the first real one, made by a seeded generator and stored in ``fixtures/demo``."""

from __future__ import annotations

from matchmaking.demo.loading import load_demo

__all__ = ["load_demo"]
