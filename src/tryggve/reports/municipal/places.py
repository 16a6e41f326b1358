"""Where the municipality may stand among all that have a figure, and nothing narrower than can be known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from tryggve.domain.figure import Figure
from tryggve.reports.municipal.comparing import counted, spread_of
from tryggve.reports.municipal.matter import Matter
from tryggve.stats.rank_sets import rank_sets_of_limits

FEWEST = 30
"""Among fewer municipalities than this there is no "all" to stand among."""

LEVEL = 0.95
_MARGIN = 1.959963984540054


@dataclass(frozen=True)
class Standing:
    """First and last possible place, 1 the highest figure, among `n`; `sql` gives the three."""

    own: Figure
    first: int
    last: int
    n: int
    sql: str

    @property
    def is_told(self) -> bool:
        """Whether anything is known of the place at all."""
        return self.last - self.first + 1 < self.n


def standing(matter: Matter, own: Figure) -> Standing | None:
    """The places that a figure may have; None where too few have it, or no interval is known."""
    rows = matter.everywhere.get((own.indicator, own.period), ())
    limits = _rate_limits(matter, rows) or _share_limits(rows)
    kept = [one for one in rows if one.area in limits]
    if len(kept) < FEWEST or own.area not in limits:
        return None
    values = np.array([one.value for one in kept], np.float64)
    low, high = np.array([limits[one.area] for one in kept], np.float64).T
    found = rank_sets_of_limits(values, np.minimum(low, values), np.maximum(high, values), level=LEVEL)
    at = [one.area for one in kept].index(own.area)
    macro = "rate_places" if counted(matter, own) is not None else "share_places"
    sql = f"SELECT first, last, n FROM {macro}('{own.indicator}', '{own.period}', '{own.area}', {_sidak(len(kept))!r})"
    return Standing(own, int(found.low[at]), int(found.high[at]), len(kept), sql)


def _sidak(n: int) -> float:
    """How many standard errors hold n figures at once."""
    return float(ndtri((1.0 + LEVEL ** (1.0 / n)) / 2.0))


def _rate_limits(matter: Matter, rows: tuple[Figure, ...]) -> dict[str, tuple[float, float]]:
    """Limits of rates on the scale of the square root, on which chance is as large everywhere."""
    behind = {one.area: found for one in rows if (found := counted(matter, one)) is not None}
    z = _sidak(len(behind)) if behind else 0.0
    limits = {}
    for one in rows:
        found = behind.get(one.area)
        if found is None:
            continue
        half = z * spread_of(matter, one.indicator, one.area) ** 0.5 / 2.0
        root = (found.n + 0.375) ** 0.5
        low = max(0.0, max(0.0, root - half) ** 2 - 0.375) * found.scale
        limits[one.area] = (low, ((root + half) ** 2 - 0.375) * found.scale)
    return limits


def _share_limits(rows: tuple[Figure, ...]) -> dict[str, tuple[float, float]]:
    """Limits of surveyed figures from the margins of their source."""
    asked = [one for one in rows if one.value is not None and one.margin]
    z = _sidak(len(asked)) / _MARGIN if asked else 0.0
    return {
        one.area: (one.value - z * one.margin, one.value + z * one.margin)
        for one in asked
        if one.value is not None and one.margin is not None
    }
