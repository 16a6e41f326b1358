"""The past of one source at one level of areas: what detectors are given, and what is told of a signal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.signals.found import Events
from tryggve.signals.reporting import Reporting
from tryggve.signals.restricted import Withheld


@dataclass(frozen=True)
class Precision:
    """How well time and place of the events of a source are known: numbers of events.

    `month` are known to the month alone, `spread` to several days, `placed` have an area at the level, `whole` are
    known to lie in the municipality and no closer.
    """

    events: int
    month: int
    spread: int
    placed: int
    whole: int


@dataclass(frozen=True, slots=True)
class Planned:
    """An event that was announced: the row of its area (−1 where it is not known) and its days."""

    area: int
    first_day: int
    last_day: int


@dataclass(frozen=True, kw_only=True)
class History:
    """Events of one source with the areas they lie in; days since 1970-01-01.

    `codes`, `names` and `outlines` belong to the rows of `events.xy`. `kinds` is the kind of each organisation of
    `events.sources`; `severity` belongs to the events. `planned` was announced and is counted nowhere.
    `drawn_from_centres`: the outlines are made from points. `withheld` are the events of restricted categories,
    as (day, severity): they are in no other column, so that no signal and no list can point at a home.
    """

    municipality: str
    source: str
    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    outlines: tuple[Mapping[str, Any] | None, ...]
    events: Events
    severity: NDArray[np.int64]
    kinds: tuple[str, ...]
    precision: Precision
    reporting: Reporting | None = None
    planned: tuple[Planned, ...] = ()
    crs: str = ""
    drawn_from_centres: bool = False
    other_sources: tuple[str, ...] = ()
    withheld: Withheld = ()

    def until(self, last_day: int, first_day: int | None = None) -> Events:
        """The events up to and with a day, nothing later, for asking about the days from `first_day` on.

        The share of the usual reporting that was in place is told for each area and day from what was known on the
        day before `first_day` (volumes) and on the day itself (silence).
        """
        asked = last_day if first_day is None else first_day
        events = self.events
        end = int(np.searchsorted(events.day, last_day, side="right"))
        own = {
            name: getattr(events, name)[:end] for name in ("area", "day", "category", "source", "x", "y", "day_known")
        }
        share = None
        if self.reporting is not None:
            share = self.reporting.share(events, len(self.codes), asked, last_day)
        return replace(events, **own, last_day=last_day, expected_share=share)

    def bare(self) -> History:
        """The same past without its events, which take most of the memory: what its source and areas are called."""
        return self.only(np.zeros(len(self.severity), np.bool_))

    def only(self, rows: NDArray[np.bool_]) -> History:
        """The same past with some of its events alone."""
        kept = {
            name: getattr(self.events, name)[rows]
            for name in ("area", "day", "category", "source", "x", "y", "day_known")
        }
        return replace(self, events=replace(self.events, **kept), severity=self.severity[rows])

    def fingerprint(self) -> str:
        """SHA-256 (hex) over all that detectors see of the past and of the areas."""
        digest = hashlib.sha256(b"tryggve history 1\n")
        events = self.events
        for column in (events.area, events.day, events.category, events.source, events.day_known):
            digest.update(np.ascontiguousarray(column).astype("<i8").tobytes())
        for place in (events.x, events.y, events.xy):
            digest.update(np.ascontiguousarray(place).astype("<f8").tobytes())
        texts = (self.source, self.level, *self.codes, *events.categories, *events.sources)
        digest.update("\0".join(texts).encode())
        digest.update(f"{events.first_day} {events.last_day}".encode())
        if self.reporting is not None:
            digest.update(repr(self.reporting.promises).encode())
        return digest.hexdigest()
