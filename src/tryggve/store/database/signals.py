"""What is known of signals: the calibration that holds, the signals shown, and what people made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tryggve.store.database.connect import Database
from tryggve.store.database.signal_models import Signal, SignalCalibration, SignalNote, SignalRun


@dataclass(frozen=True)
class Note:
    """What a person made of a signal."""

    day: int
    by: str
    verdict: str
    why: str


@dataclass(frozen=True)
class KnownSignal:
    """A signal that was shown, and what was noted on it, the earliest first."""

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


def latest_calibration(database: Database, source: str, level: str) -> dict[str, Any] | None:
    """The latest calibration of a source at a level, as `Calibration.plain` gave it, with `at` when it was made."""
    mine = SignalCalibration.objects.using(database.alias).filter(source=source, level=level)
    found = mine.order_by("-id").first()
    return None if found is None else {**found.content, "at": found.at.isoformat(timespec="seconds")}


def known_signals(database: Database, source: str, level: str, since: int) -> list[KnownSignal]:
    """The signals last found on or after a day, by the day they opened."""
    rows = Signal.objects.using(database.alias).filter(source=source, level=level, last_found__gte=since)
    noted: dict[int, list[Note]] = {}
    for note in SignalNote.objects.using(database.alias).filter(signal__in=rows).order_by("id"):
        noted.setdefault(note.signal_id, []).append(Note(note.day, note.by, note.verdict, note.why))
    return [
        KnownSignal(
            row.name, row.opened, row.last_found, row.state, tuple(row.areas), row.first_day, row.last_day,
            row.per_year, row.content, tuple(noted.get(row.pk, ())),
        )
        for row in rows.order_by("opened", "name")
    ]  # fmt: skip


def days_run(database: Database, source: str, level: str) -> list[int]:
    """The days whose list was made, in order."""
    mine = SignalRun.objects.using(database.alias).filter(source=source, level=level)
    return list(mine.order_by("day").values_list("day", flat=True))
