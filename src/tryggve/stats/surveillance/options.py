"""Options of the detectors of series, checked: each is refused by its name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NUMBER = (int, float, np.integer, np.floating)
_MOST = 2**31 - 1


def whole(value: object, name: str, least: int) -> int:
    """An option as int. ValueError, with its name, unless a whole number of `least` or more (5.0 is one, 2.5 not)."""
    if not isinstance(value, NUMBER) or not least <= value <= _MOST or value != int(value):
        raise ValueError(f"{name} must be a whole number of {least} or more, got {value!r}")
    return int(value)


def real(value: object, name: str) -> float:
    """An option as float. ValueError, with its name, unless one number; its range is the caller's to check."""
    if not isinstance(value, NUMBER):
        raise ValueError(f"{name} must be a number, got {value!r}")
    return float(value)


def limit(limit54: object) -> tuple[int, int] | None:
    """Cases and weeks of `limit54`. ValueError unless it is None or two whole numbers, 0 and 1 or more."""
    if limit54 is None:
        return None
    if not isinstance(limit54, Sequence) or len(limit54) != 2:
        raise ValueError(f"limit54 must be two numbers, cases and weeks, got {limit54!r}")
    return whole(limit54[0], "the cases of limit54", 0), whole(limit54[1], "the weeks of limit54", 1)
