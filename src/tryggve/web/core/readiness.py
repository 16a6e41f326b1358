"""Whether a municipality may take in live data: Driftstart is filled in, and a coordinator has opened it."""

from __future__ import annotations

from tryggve.web.core.choices import chosen

OPEN = "driftstart.open"
"""The choice that opens a municipality for live data."""


def is_open() -> bool:
    """Whether the municipality we are in is open for live data."""
    return chosen(OPEN, False) is True
