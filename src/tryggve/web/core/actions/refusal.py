"""When an action may not be done."""

from __future__ import annotations


class RefusedError(Exception):
    """The rules forbid it; the text says why, in the reader's language."""
