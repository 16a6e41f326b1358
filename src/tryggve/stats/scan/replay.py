"""The space-time permutation scan asked day by day over a history: what it would have said at the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve import compute
from tryggve.stats.inputs import FloatArray, IntArray, checked_whole
from tryggve.stats.scan.events import cases_of, places_of
from tryggve.stats.scan.options import Options, options_of
from tryggve.stats.scan.permutation import scanned
from tryggve.stats.scan.result import Scan
from tryggve.stats.scan.zones import Chains, fitting

_RUN = 8
"""Days that one worker scans in a row: few enough that all have some, and what a process is sent is sent once."""


def replay_permutation(
    area: ArrayLike,
    day: ArrayLike,
    xy: ArrayLike,
    *,
    days: ArrayLike,
    first_day: int | None = None,
    history: int | None = None,
    max_days: int = 28,
    max_share: float = 0.5,
    max_radius: float | None = None,
    zones: Sequence[ArrayLike] | None = None,
    max_neighbours: int | None = None,
    min_cases: int = 2,
    min_days: int = 1,
    strata: ArrayLike | None = None,
    category: ArrayLike | None = None,
    day_last: ArrayLike | None = None,
    uncertain: str = "exclude",
    replicates: int = 999,
    seed: int = 0,
    n_jobs: int | None = None,
    on: compute.Place | None = None,
    max_clusters: int | None = None,
) -> tuple[Scan, ...]:
    """One prospective `space_time_permutation` per day of `days` int[k], each with the events up to that day only.

    The scan of day d equals `space_time_permutation(area, day, xy, first_day=f, last_day=d, seed=seed, ...)` in every
    number, where f is `first_day` (the first event, when None) or, if that is later, d − `history` + 1: `history` is
    how many days each scan knows, all when None. With `first_day` None a day before the first event is scanned alone,
    and holds no cases. Every day draws with the same `seed`, so that a day can be asked for again on its own.

    Neighbours are sorted once for all days, and whole days are shared among `n_jobs` threads (all cores when None) or
    at `on`: the result does not depend on these. Other arguments as in `space_time_permutation`; ValueError as there,
    for a `history` that is not a whole number of days, at least 1, and for a day before `first_day`.
    """
    places, asked, when = places_of(xy), checked_whole(days, "days"), checked_whole(day, "day")
    chosen = options_of({**locals(), "windows": "prospective"})
    if history is not None and (history != int(history) or history < 1):
        raise ValueError(f"history must be a whole number of days, at least 1, got {history!r}")
    if first_day is not None and (early := asked[asked < first_day]).size:
        raise ValueError(f"days holds {early[0]}, which lies before first_day {first_day}")
    beside = {"strata": strata, "category": category, "day_last": day_last}
    replay = _Replay(
        area=checked_whole(area, "area"), day=when, m=len(places), chosen=chosen, uncertain=uncertain, history=history,
        beside={name: None if values is None else checked_whole(values, name) for name, values in beside.items()},
        first_day=first_day if first_day is not None or not len(when) else int(when.min()),
        reach=chosen.chains(places, np.zeros(len(places))), seed=seed, most=max_clusters,
    )  # fmt: skip
    runs = [asked[i : i + _RUN].tolist() for i in range(0, len(asked), _RUN)]
    return tuple(scan for run in compute.map(replay.scans, runs, on=chosen.place(n_jobs, on)) for scan in run)


@dataclass(frozen=True, kw_only=True)
class _Replay:
    """What all days share; `reach` holds the zones as far as they go, whatever the cases."""

    area: IntArray
    day: IntArray
    beside: Mapping[str, IntArray | None]
    m: int
    chosen: Options
    uncertain: str
    history: int | None
    first_day: int | None
    reach: Chains
    seed: int
    most: int | None

    def scans(self, days: Sequence[int]) -> list[Scan]:
        """The scans of some days."""
        return [self._scan(day) for day in days]

    def _scan(self, day: int) -> Scan:
        first = day if self.first_day is None else min(self.first_day, day)
        if self.history is not None:
            first = max(first, day - self.history + 1)
        cases = cases_of(
            self.area, self.day, self.m, first_day=first, last_day=day, uncertain=self.uncertain, **self.beside
        )
        return scanned(cases, self.chosen, self._zones, self.m, self.seed, compute.SERIAL, self.most, self.uncertain)

    def _zones(self, weight: FloatArray) -> Chains:
        if self.chosen.zones is not None:
            return self.reach
        return fitting(self.reach, weight, self.chosen.max_share)
