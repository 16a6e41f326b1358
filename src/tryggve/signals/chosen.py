"""Which methods are asked by default, and with which weights."""

from __future__ import annotations

from tryggve.signals.history import History
from tryggve.signals.methods import Method


def methods_for(history: History) -> tuple[Method, ...]:
    """The methods for a source: what fits its categories and the precision of its places."""
    return ()
