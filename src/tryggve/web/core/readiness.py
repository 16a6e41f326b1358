"""Whether a municipality may take in live data: Driftstart is filled in, and a coordinator has opened it."""

from __future__ import annotations

from tryggve.store.database import direct
from tryggve.web.core.municipal import here

OPEN = "driftstart.open"
"""The choice that opens a municipality for live data."""

OPEN_SQL = f"EXISTS (SELECT 1 FROM choice WHERE name = '{OPEN}' AND CAST(value AS TEXT) = 'true')"
"""Whether it is open, for whoever asks the database more at the same time."""


def is_open() -> bool:
    """Whether the municipality we are in is open for live data."""
    found = direct.rows(here().connection, f"SELECT {OPEN_SQL}")
    return bool(found[0][0])
