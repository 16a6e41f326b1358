"""Who reported when: the share of the usual reporting that was in place, told by what was known on each day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.coverage import Cadence
from tryggve.signals.found import Events

SILENT_AFTER = {Cadence.WEEKLY: 14, Cadence.FORTNIGHTLY: 28, Cadence.MONTHLY: 62}
"""Days without a report after which an organisation is taken to be silent: two of the periods that it promised."""

USUAL_DAYS = 365
"""So far back the usual volume of a reporter is taken from."""

LEAST_SHARE = 0.05
"""A smaller share of the usual reporting is taken as this: next to nothing can be expected, and nothing divided by."""


@dataclass(frozen=True)
class Promise:
    """An organisation's agreement: its place in `Events.sources` (−1: it never reported), areas (rows; None: all)."""

    organisation: str
    kind: str
    source: int
    areas: tuple[int, ...] | None
    first_day: int
    last_day: int | None
    cadence: Cadence


@dataclass(frozen=True)
class Reporting:
    """The agreements, and the sorted days on which each organisation reported anything, "nothing" included."""

    promises: tuple[Promise, ...]
    days: tuple[tuple[int, ...], ...]

    def active(self, number: int, first_day: int, last_day: int) -> NDArray[np.bool_]:
        """For each day whether a promise held and its organisation was not silent, as far as was known on that day."""
        promise, days = self.promises[number], self.days[number]
        asked = np.arange(first_day, last_day + 1)
        reported = np.array(days, np.int64)
        latest = np.searchsorted(reported, asked, side="right") - 1
        heard = (
            np.where(latest >= 0, reported[np.maximum(latest, 0)], -(10**9)) if days else np.full(len(asked), -(10**9))
        )
        # Before a first report can be due, an organisation is not silent.
        known = np.maximum(heard, promise.first_day)
        until = np.inf if promise.last_day is None else promise.last_day
        in_force = (asked >= promise.first_day) & (asked <= until)
        return in_force & (asked - known <= SILENT_AFTER[promise.cadence])

    def share(self, events: Events, areas: int, asked_from: int, last_day: int) -> NDArray[np.float64] | None:
        """float[areas, T] from `events.first_day` to `last_day`; None where no organisation has a usual volume yet.

        Weights are what each organisation reported per area and active day in the year before `asked_from`.
        """
        first_day = events.first_day
        within = (events.day >= asked_from - USUAL_DAYS) & (events.day < asked_from) & (events.area >= 0)
        active = [self.active(i, first_day, last_day) for i in range(len(self.promises))]
        there = np.zeros((areas, last_day - first_day + 1))
        whole = np.zeros(areas)
        recent = slice(max(0, asked_from - USUAL_DAYS - first_day), max(0, asked_from - first_day))
        for promise, days in zip(self.promises, active, strict=True):
            own = within & (events.source == promise.source) if promise.source >= 0 else np.zeros(len(within), bool)
            volume = np.bincount(events.area[own], minlength=areas).astype(np.float64)
            if promise.areas is not None:
                volume[np.setdiff1d(np.arange(areas), promise.areas)] = 0.0
            weight = volume / max(1, int(days[recent].sum()))
            there += weight[:, None] * days
            whole += weight
        if not whole.any():
            return None
        share = np.where(whole[:, None] > 0, there / np.where(whole > 0, whole, 1.0)[:, None], 1.0)
        return np.clip(share, LEAST_SHARE, 1.0)

    def silent(self, day: int, areas: tuple[int, ...] | None = None) -> list[Promise]:
        """The promises in force on a day, for any of the areas, whose organisation had been silent too long."""
        found = []
        for i, promise in enumerate(self.promises):
            touches = areas is None or promise.areas is None or bool(set(promise.areas) & set(areas))
            ended = promise.last_day is not None and day > promise.last_day
            if touches and promise.first_day <= day and not ended and not self.active(i, day, day)[0]:
                found.append(promise)
        return found
