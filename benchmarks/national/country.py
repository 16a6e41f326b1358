"""The invented country: how large its municipalities are, where they lie, and which of them make a smaller country.

Names, codes, places and events are invented. The coordinates are metres of a system that lies nowhere on land, so that
nothing of it can be taken for a real municipality.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.synthetic.design import Design

MUNICIPALITIES, EVENTS_A_YEAR, YEARS = 290, 1_500_000, 10
SEED = 2026
FIRST_DAY = 16_801
"""1 January 2016, a Friday as day 0 of the synthetic municipality is; days since 1970-01-01."""

SPREAD = 1.25
"""Of the logarithm of size: some hundred events a year in the smallest, near a hundred thousand in the largest."""

LEAST_A_YEAR = 300
AREAS = (5, 75)
APART_M = 30_000
UNPLACED = 0.02
SCAN_DAYS, WINDOW_DAYS = 365, 28
"""The scan of the country: days of events, and the longest window that ends on the last of them."""


@dataclass(frozen=True)
class Country:
    """So many municipalities with so many events a year in all, for so many years."""

    municipalities: int = MUNICIPALITIES
    per_year: int = EVENTS_A_YEAR
    years: int = YEARS
    calibrated: tuple[int, ...] = (20, 60, 100, 140, 180)
    """The ranks of those that are calibrated: large and small, all with enough events for signals."""

    listed_days: int = 365
    learnt_days: int = 730
    """So many days are listed by the backtest, and so many days before them learnt from."""

    replicates: int = 999
    steps: tuple[int, ...] = (4, 2, 1)
    """How it grows is told by every fourth municipality by size, every second, all."""

    @property
    def days(self) -> int:
        """Days of all years, leap days with them."""
        first = np.datetime64("2016-01-01")
        return int((np.datetime64(f"{2016 + self.years}-01-01") - first).astype(int))

    @property
    def last_day(self) -> int:
        """The last day with events, since 1970-01-01."""
        return FIRST_DAY + self.days - 1


COUNTRIES = {"full": Country(), "quick": Country(8, 16_000, 3, (1,), 30, 150, 99, (1,))}


@dataclass(frozen=True)
class Place:
    """One municipality. `rank` 0 is the largest; `east` and `north` its corner in metres."""

    code: str
    name: str
    rank: int
    per_year: float
    areas: int
    east: int
    north: int
    days: int
    seed: int

    @property
    def design(self) -> Design:
        """What its events are drawn from."""
        return Design(
            areas=self.areas, inhabitants=round(self.per_year * 8), days=self.days, per_year=self.per_year,
            unplaced=UNPLACED, trend_per_year=0.0,
        )  # fmt: skip

    def plain(self) -> dict[str, Any]:
        """As JSON holds it; tells one drawing from another."""
        return asdict(self)


def places(country: Country) -> list[Place]:
    """All municipalities by code. Codes follow size in no way."""
    from scipy.special import ndtri

    n = country.municipalities
    rank = (np.arange(n) + 0.5) / n
    size = np.exp(-SPREAD * ndtri(rank))
    size = np.maximum(size / size.sum() * country.per_year, LEAST_A_YEAR)
    size *= country.per_year / size.sum()
    low, high = np.log(size.min()), np.log(size.max())
    areas = np.round(AREAS[0] + (AREAS[1] - AREAS[0]) * (np.log(size) - low) / max(high - low, 1e-9)).astype(int)
    rng = np.random.default_rng(SEED)
    number, square = rng.permutation(n), rng.permutation(n)
    side = int(np.ceil(np.sqrt(n)))
    found = [
        Place(
            f"K{number[i] + 1:03d}", f"Kommun {number[i] + 1:03d}", i, float(np.round(size[i], 3)), int(areas[i]),
            int(square[i] % side) * APART_M, int(square[i] // side) * APART_M, country.days, SEED + int(number[i]),
        )
        for i in range(n)
    ]  # fmt: skip
    return sorted(found, key=lambda place: place.code)


def every(all_places: list[Place], step: int) -> list[Place]:
    """Every so manyth municipality by size: a smaller country with large and small ones in the same proportions."""
    return [place for place in all_places if place.rank % step == 1]
