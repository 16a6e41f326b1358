"""Signals are kept: what a backtest learnt, what was found each day, and what people made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tryggve.domain.calendar_days import day_date
from tryggve.domain.day_spans import Spans, add_days
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, meta
from tryggve.store.database.connect import Database
from tryggve.store.database.signal_models import (
    VERDICTS,
    Signal,
    SignalCalibration,
    SignalNote,
    SignalRun,
)
from tryggve.store.database.signals import LISTED, day_in

CLOSED = "closed"
SPANS = "found"
"""In the content of a signal: per area the spans of days on which it was found there."""


@dataclass(frozen=True)
class KeptSignal:
    """A signal as it stands after a day; areas by code, days since 1970-01-01, `content` what was told of it.

    `found_on` are the latest days on which it was found, and in which areas.
    """

    name: str
    opened: int
    last_found: int
    state: str
    areas: tuple[str, ...]
    first_day: int
    last_day: int
    per_year: float
    content: Mapping[str, Any] = field(default_factory=dict)
    found_on: tuple[tuple[int, tuple[str, ...]], ...] = ()


def keep_calibration(database: Database, *, calibration: Mapping[str, Any], by: str, why: str, at: dt.datetime) -> int:
    """Keep what a backtest learnt (`Calibration.plain`); its number. Earlier ones stay, and the latest holds."""
    first_day, last_day = calibration["days"]
    with database.writing():
        made = SignalCalibration.objects.using(database.alias).create(
            at=at, by=by, why=why, source=calibration["source"], level=calibration["level"], first_day=first_day,
            last_day=last_day, fingerprint=calibration["fingerprint"], methods=calibration["methods"],
            content=dict(calibration),
        )  # fmt: skip
        audit.record(
            database, audit.Action.CALIBRATION, by=by, at=at, why=why, number=made.pk, source=made.source,
            level=made.level, first_day=first_day, last_day=last_day, fingerprint=made.fingerprint,
            wanted_per_year=calibration["wanted_per_year"],
        )  # fmt: skip
        return int(made.pk)


def keep_signals(
    database: Database, *, source: str, level: str, day: int, signals: Sequence[KeptSignal], gap: int, by: str,
    why: str, at: dt.datetime,
) -> None:  # fmt: skip
    """The list of a day becomes what is known: new signals are opened, known ones go on, those not found for more than
    `gap` days are closed. FileError for a day before one whose list was already made: the past is not rewritten.
    """
    using = database.alias
    with database.writing():
        latest = SignalRun.objects.using(using).filter(source=source, level=level).order_by("-day").first()
        if latest is not None and latest.day > day:
            raise FileError(
                _("The signals of a later day are already kept."),
                _("Look at an earlier day with --look; nothing was changed."),
            )
        made = day_in(at, meta.zone(database))
        for one in signals:
            _put(database, source, level, day, one, gap, made)
        names = [one.name for one in signals]
        gone = Signal.objects.using(using).filter(source=source, level=level, last_found__lt=day - gap)
        closed = gone.exclude(state=CLOSED).exclude(name__in=names).update(state=CLOSED, seen=day)
        # Made again it is the same list: it was there from when it was first made.
        SignalRun.objects.using(using).get_or_create(source=source, level=level, day=day, defaults={"at": at, "by": by})
        audit.record(
            database, audit.Action.SIGNALS, by=by, at=at, why=why, source=source, level=level, day=day,
            signals=names, closed=closed,
        )  # fmt: skip


def note_look(database: Database, *, source: str, level: str, day: int, by: str, why: str, at: dt.datetime) -> None:
    """Somebody looks at the signals of a day, and nothing is kept."""
    with database.writing():
        audit.record(
            database, audit.Action.SIGNALS, by=by, at=at, why=why, source=source, level=level, day=day, kept=False
        )


def _put(database: Database, source: str, level: str, day: int, one: KeptSignal, gap: int, made: int) -> None:
    values = {
        "opened": one.opened, "last_found": one.last_found, "seen": day, "state": one.state, "areas": list(one.areas),
        "first_day": one.first_day, "last_day": one.last_day, "per_year": one.per_year, "content": dict(one.content),
    }  # fmt: skip
    mine = Signal.objects.using(database.alias)
    known = mine.filter(source=source, level=level, name=one.name).first()
    if known is not None:
        # What was once shown as rare was so rare, whatever it is now; and it opened when it was first shown.
        values["per_year"] = min(known.per_year, one.per_year)
        values["opened"] = min(known.opened, one.opened)
    spans: Spans = dict(known.content.get(SPANS, {})) if known is not None else {}
    for found_day, areas in one.found_on:
        add_days(spans, areas, found_day, gap)
    listed = _listed(known.content.get(LISTED, []) if known is not None else [], day, made, one)
    values["content"] = {**one.content, SPANS: spans, LISTED: listed}
    mine.update_or_create(source=source, level=level, name=one.name, defaults=values)


def _listed(before: list[dict[str, Any]], day: int, made: int, one: KeptSignal) -> list[dict[str, Any]]:
    """How each list left a signal, with that of a day; one made again was there from when it was first made."""
    made = next((row["made"] for row in before if row["day"] == day), made)
    now = {"day": day, "made": made, "last_found": one.last_found, "state": one.state, "areas": list(one.areas)}
    return [*(row for row in before if row["day"] != day), now]


def note_signal(database: Database, *, name: str, verdict: str, day: int, by: str, why: str, at: dt.datetime) -> bool:
    """What a person made of a signal; False where the same person has already noted just that for the day.

    FileError where there is no signal of the name, or the day is before it opened or yet to come; ValueError for
    another verdict.
    """
    if verdict not in VERDICTS:
        raise ValueError(f"verdict: must be one of {', '.join(VERDICTS)}, not {verdict!r}")
    with database.writing():
        found = Signal.objects.using(database.alias).filter(name=name).order_by("-opened").first()
        if found is None:
            raise FileError(
                _("The store keeps no signal {name}.").format(name=name),
                _(
                    "Keep the list of the day you saw it on with tryggve signals --store DIR --day DATE, without "
                    "--look, and note it with the id that stands there. A lägesbild keeps no list."
                ),
            )
        _check_day(day, found.opened, day_in(at, meta.zone(database)))
        note = {"signal": found, "day": day, "by": by, "verdict": verdict, "why": why}
        notes = SignalNote.objects.using(database.alias)
        if notes.filter(**note).exists():
            return False
        notes.create(at=at, **note)
        audit.record(database, audit.Action.SIGNAL_NOTE, by=by, at=at, why=why, signal=name, verdict=verdict)
    return True


def _check_day(day: int, opened: int, today: int) -> None:
    if day < opened:
        raise FileError(
            _("The signal opened on {opened}: nothing was made of it on {day}.").format(
                opened=day_date(opened), day=day_date(day)
            ),
            _("Give with --day the day on which it was judged. Nothing was noted."),
        )
    if day > today:
        raise FileError(
            _("{day} is yet to come.").format(day=day_date(day)),
            _("Give with --day the day on which it was judged. Nothing was noted."),
        )


def forget_signals(database: Database, before: int) -> int:
    """Delete signals whose events lie before a day, with what was noted: they hold small numbers of small areas."""
    return int(Signal.objects.using(database.alias).filter(last_day__lt=before).delete()[0])
