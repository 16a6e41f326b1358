"""What is known of signals: the calibration that holds, the signals shown, and what people made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tryggve.domain.calendar_days import day_number
from tryggve.store.database import meta
from tryggve.store.database.connect import Database
from tryggve.store.database.signal_models import Signal, SignalCalibration, SignalNote, SignalRun

LISTED = "listed"
"""In the content of a signal: how each kept list left it (see `Listed`)."""

NEVER = 10**9
MOST_DAYS_LATE = 7
"""A list made longer after its day was not there for anybody to act on: with it hindsight would look like foresight."""


@dataclass(frozen=True)
class Note:
    """What a person made of a signal on a day; `written` is the day on which the store was told."""

    day: int
    by: str
    verdict: str
    why: str
    written: int


@dataclass(frozen=True)
class Listed:
    """A signal as the list of a day left it; `made` is the day on which that list was first made."""

    day: int
    made: int
    last_found: int
    state: str
    areas: tuple[str, ...]

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Listed:
        """From the content of a signal."""
        return cls(row["day"], row["made"], row["last_found"], row["state"], tuple(row["areas"]))


@dataclass(frozen=True)
class KnownSignal:
    """A signal that is on a kept list, the lists it was on, and what was noted on it, the earliest first."""

    name: str
    opened: int
    last_found: int
    state: str
    areas: tuple[str, ...]
    first_day: int
    last_day: int
    per_year: float
    content: Mapping[str, Any]
    notes: tuple[Note, ...]
    listed: tuple[Listed, ...]

    @property
    def shown_from(self) -> int | None:
        """The day on which people could first see it; None where every list with it was made long after its day."""
        return min((one.made for one in self.listed if one.made - one.day <= MOST_DAYS_LATE), default=None)


def latest_calibration(database: Database, source: str, level: str) -> dict[str, Any] | None:
    """The latest calibration of a source at a level, as `Calibration.plain` gave it, with `at` when it was made."""
    mine = SignalCalibration.objects.using(database.alias).filter(source=source, level=level)
    found = mine.order_by("-id").first()
    return None if found is None else {**found.content, "at": found.at.isoformat(timespec="seconds")}


def known_signals(database: Database, source: str, level: str, since: int) -> list[KnownSignal]:
    """The signals last found on or after a day, by the day they opened."""
    rows = Signal.objects.using(database.alias).filter(source=source, level=level, last_found__gte=since)
    noted: dict[int, list[Note]] = {}
    zone = meta.zone(database)
    for note in SignalNote.objects.using(database.alias).filter(signal__in=rows).order_by("id"):
        noted.setdefault(note.signal_id, []).append(_note(note, zone))
    return [
        KnownSignal(
            row.name, row.opened, row.last_found, row.state, tuple(row.areas), row.first_day, row.last_day,
            row.per_year, row.content, tuple(noted.get(row.pk, ())),
            _listed(row),
        )
        for row in rows.order_by("opened", "name")
    ]  # fmt: skip


def _listed(row: Signal) -> tuple[Listed, ...]:
    kept = row.content.get(LISTED)
    if kept:
        return tuple(map(Listed.read, kept))
    # Kept before it was noted when lists were made: that anybody saw it in time cannot be shown.
    return (Listed(row.opened, NEVER, row.last_found, row.state, tuple(row.areas)),)


def _note(row: SignalNote, zone: ZoneInfo) -> Note:
    return Note(row.day, row.by, row.verdict, row.why, day_in(row.at, zone))


def day_in(at: dt.datetime, zone: ZoneInfo) -> int:
    """The day of a moment, as days since 1970-01-01."""
    return day_number(at.astimezone(zone).date())


def signal_names(database: Database) -> list[str]:
    """The names of all signals, each once, the earliest first."""
    names = Signal.objects.using(database.alias).order_by("opened", "name").values_list("name", flat=True)
    return list(dict.fromkeys(names))


def days_run(database: Database, source: str, level: str) -> list[int]:
    """The days whose list was made, in order."""
    mine = SignalRun.objects.using(database.alias).filter(source=source, level=level)
    return list(mine.order_by("day").values_list("day", flat=True))
