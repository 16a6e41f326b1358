"""Numbers in classes from light to dark, for areas on a map and cells of a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tryggve.reports.figures.style import INK, RAMP

SHADES = len(RAMP)
INKS = (INK, INK, INK, "#ffffff", "#ffffff")
"""What is read on each shade."""


def class_bounds(values: Sequence[int]) -> list[tuple[int, int]]:
    """At most five spans of whole numbers, from 1 to the largest, with as many of the values in each as can be."""
    found = sorted(value for value in values if value > 0)
    if not found:
        return []
    cuts = np.quantile(found, np.linspace(0, 1, SHADES + 1)[1:], method="inverted_cdf")
    highs = sorted({int(cut) for cut in cuts})
    lows = [1, *(high + 1 for high in highs[:-1])]
    return list(zip(lows, highs, strict=True))


def class_of(value: int, bounds: Sequence[tuple[int, int]]) -> int:
    """0 for none, else the class, spread over the shades so that the largest is the darkest."""
    if value <= 0 or not bounds:
        return 0
    place = next(i for i, (_low, high) in enumerate(bounds, 1) if value <= high)
    return shade(place, len(bounds))


def shade(place: int, of: int) -> int:
    """The shade (1 to 5) of the class at a place among so many."""
    return SHADES - of + place


def in_words(bounds: tuple[int, int]) -> str:
    """A class as its legend says it."""
    low, high = bounds
    return str(low) if low == high else f"{low}–{high}"
