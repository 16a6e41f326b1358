"""Events as a scan takes them: checked, within the days, with their days spread where these are uncertain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import FloatArray, IntArray, checked_whole

AORISTIC_UNIT = 420
"""Units that an event with an uncertain day is spread in: they divide evenly over 1–7, 10, 12, 14, 21 and 28 days."""

UNCERTAIN = ("exclude", "aoristic")

MOST_DAYS = 1_000_000
"""So many days are no history: some day is wrong."""


@dataclass(frozen=True, kw_only=True)
class Cases:
    """Events within `first_day`..`last_day`; int64[n] `area`, `stratum` (0..S−1), `category`.

    Parts of event i are `part_start[i]`..`part_start[i + 1]`: `part_day` int64 and `part_units` int64, which sum to
    `unit` over the days that the event may have happened on (those outside the days are left out).
    """

    area: IntArray
    stratum: IntArray
    category: IntArray
    part_start: IntArray
    part_day: IntArray
    part_units: IntArray
    unit: int
    first_day: int
    last_day: int
    n_excluded: int

    def __len__(self) -> int:
        return len(self.area)

    def by_category(self) -> dict[int, Cases]:
        """The events of each category that has any."""
        if len(self) and (self.category == self.category[0]).all():
            return {int(self.category[0]): self}
        return {int(kind): self._only(int(kind)) for kind in np.unique(self.category)}

    def _only(self, category: int) -> Cases:
        kept = np.flatnonzero(self.category == category)
        lengths = np.diff(self.part_start)[kept]
        parts = np.repeat(self.part_start[kept], lengths) + _counted(lengths)
        return Cases(
            area=self.area[kept], stratum=_numbered(self.stratum[kept]), category=self.category[kept],
            part_start=np.concatenate([[0], np.cumsum(lengths)]), part_day=self.part_day[parts],
            part_units=self.part_units[parts], unit=self.unit, first_day=self.first_day, last_day=self.last_day,
            n_excluded=self.n_excluded,
        )  # fmt: skip

    @property
    def days(self) -> int:
        """How many days are scanned."""
        return self.last_day - self.first_day + 1


def cases_of(
    area: ArrayLike,
    day: ArrayLike,
    m: int,
    *,
    first_day: int | None,
    last_day: int | None,
    strata: ArrayLike | None = None,
    category: ArrayLike | None = None,
    day_last: ArrayLike | None = None,
    uncertain: str = "exclude",
) -> Cases:
    """Checked events. ValueError for arrays that do not fit together, an unknown area, a last day before the first."""
    place, when = checked_whole(area, "area"), checked_whole(day, "day")
    if len(place) != len(when):
        raise ValueError(f"area and day must be equally long, got {len(place)} and {len(when)}")
    if len(place) and (place.min() < 0 or place.max() >= m):
        raise ValueError(f"area must lie from 0 to {m - 1} (rows of xy), got {place.min()} to {place.max()}")
    if uncertain not in UNCERTAIN:
        raise ValueError(f"uncertain must be one of {', '.join(UNCERTAIN)}, got {uncertain!r}")
    until = when if day_last is None else _beside(day_last, "day_last", len(when))
    if (until < when).any():
        raise ValueError("day_last must not lie before day")
    kinds = [np.zeros(len(when), np.int64) if x is None else _beside(x, name, len(when))
             for x, name in ((strata, "strata"), (category, "category"))]  # fmt: skip
    first, last = _span(when, until, first_day, last_day)
    inside = (until >= first) & (when <= last)
    spread = until > when
    excluded = int((inside & spread).sum()) if uncertain == "exclude" else 0
    kept = inside & ~spread if uncertain == "exclude" else inside
    unit = AORISTIC_UNIT if uncertain == "aoristic" and bool((spread & kept).any()) else 1
    parts = _parts(when[kept], until[kept], first, last, unit)
    stratum = kinds[0][kept]
    if strata is not None:
        stratum = _numbered(stratum)
    return Cases(
        area=place[kept], stratum=stratum, category=kinds[1][kept], part_start=parts[0], part_day=parts[1],
        part_units=parts[2], unit=unit, first_day=first, last_day=last, n_excluded=excluded,
    )  # fmt: skip


def _parts(when: IntArray, until: IntArray, first: int, last: int, unit: int) -> tuple[IntArray, IntArray, IntArray]:
    """Units of each event per day, even but for the remainder, which goes to the first days."""
    if (until == when).all():  # one part each
        return np.arange(len(when) + 1), when, np.full(len(when), unit, np.int64)
    lengths = until - when + 1
    owner = np.repeat(np.arange(len(when)), lengths)
    offset = _counted(lengths)
    days = when[owner] + offset
    units = unit // lengths[owner] + (offset < unit % lengths[owner])
    inside = (days >= first) & (days <= last) & (units > 0)
    start = np.concatenate([[0], np.cumsum(np.bincount(owner[inside], minlength=len(when)))]).astype(np.int64)
    return start, days[inside], units[inside].astype(np.int64)


def _numbered(kinds: IntArray) -> IntArray:
    """The same kinds as 0..S−1, in their order, none of them empty."""
    return np.unique(kinds, return_inverse=True)[1].astype(np.int64)


def _counted(lengths: IntArray) -> IntArray:
    """0..n−1 for each length n, one after another."""
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def _span(when: IntArray, until: IntArray, first_day: int | None, last_day: int | None) -> tuple[int, int]:
    if not len(when) and (first_day is None or last_day is None):
        raise ValueError("without events first_day and last_day must be given")
    first = int(when.min()) if first_day is None else int(first_day)
    last = int(until.max()) if last_day is None else int(last_day)
    if last < first:
        raise ValueError(f"last_day {last} lies before first_day {first}")
    if last - first >= MOST_DAYS:
        raise ValueError(f"day: {first} to {last} is more than {MOST_DAYS} days; give first_day and last_day")
    return first, last


def _beside(values: ArrayLike, name: str, n: int) -> IntArray:
    array = checked_whole(values, name)
    if len(array) != n:
        raise ValueError(f"{name} must be as long as day ({n}), got {len(array)}")
    return array


def places_of(xy: ArrayLike) -> FloatArray:
    """float[m, 2] metres, checked. ValueError for another shape, no area at all, or a coordinate that is no number."""
    places = np.ascontiguousarray(xy, np.float64)
    if places.ndim != 2 or places.shape[1] != 2 or not len(places):
        raise ValueError(f"xy must have the shape (m, 2) with at least one area, got {places.shape}")
    if not np.isfinite(places).all():
        raise ValueError("xy holds a coordinate that is no number")
    return places
