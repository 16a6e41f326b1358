"""Options of a statistic, checked: each is refused by its name."""

from __future__ import annotations

import numpy as np

NUMBER = (int, float, np.integer, np.floating)


def whole(value: object, name: str, least: int, most: int = 2**31 - 1) -> int:
    """An option as int. ValueError, with its name, unless a whole number in the range (5.0 is one, 2.5 not)."""
    if not isinstance(value, NUMBER) or not least <= value <= most or value != int(value):
        raise ValueError(f"{name} must be a whole number of {least} or more, got {value!r}")
    return int(value)


def real(value: object, name: str) -> float:
    """An option as float. ValueError, with its name, unless one number; its range is the caller's to check."""
    if not isinstance(value, NUMBER):
        raise ValueError(f"{name} must be a number, got {value!r}")
    return float(value)
