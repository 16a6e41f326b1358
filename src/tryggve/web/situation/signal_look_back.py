"""Grave events and the signals before them, as they are kept with a look and told of again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.domain.writing import date_long
from tryggve.reports.context import category_title
from tryggve.reports.known_days import DAYS_BACK
from tryggve.reports.sections.looked_back import LookBack, hidden_words, look_back_summary, told_before
from tryggve.reports.signal_matter import PastSignal
from tryggve.signals.history import History


def back_plain(one: LookBack, history: History) -> dict[str, Any]:
    """As JSON holds it: the area by name, since codes may change."""
    signal = one.signal
    return {
        "day": one.day, "area": history.names[one.area], "category": one.category, "days_before": one.days_before,
        "by_chance": one.by_chance, "known": one.known, "acted": one.acted, "reports": one.reports,
        "signal": None if signal is None else [signal.id, signal.listed, signal.shown_from],
    }  # fmt: skip


@dataclass(frozen=True)
class BackRow:
    """A grave event, in words."""

    day: str
    area: str
    category: str
    told: str
    days_before: int | None
    acted: str
    missed: bool
    signal: str = ""


@dataclass(frozen=True)
class Back:
    """All of them, latest first, what they say together, and how many are left out."""

    rows: tuple[BackRow, ...]
    summary: str
    hidden: str


def read_back_of(content: Mapping[str, Any]) -> Back:
    """From the content of a look."""
    kept = sorted(_once(content.get("looked_back", ())), key=lambda row: -int(row["day"]))
    pairs = [(_read(row), str(row["area"])) for row in kept]
    rows = tuple(_row(one, area) for one, area in pairs)
    summary = look_back_summary([one for one, _area in pairs]) if pairs else ""
    return Back(rows, summary, hidden_words(int(content.get("withheld", 0))))


def _once(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row a day, area and kind: looks that were kept before have one for each report."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = (row["day"], row["area"], row["category"])
        found[key] = dict(row) if key not in found else found[key] | {"reports": found[key].get("reports", 1) + 1}
    return list(found.values())


def _read(row: Mapping[str, Any]) -> LookBack:
    signal = None
    if row["signal"] is not None:
        name, listed, shown_from = row["signal"]
        signal = PastSignal(name, 0, 0, {}, 0.0, listed, shown_from)
    return LookBack(
        row["day"], 0, row["category"], signal, row["days_before"], row["by_chance"], row["known"], row["acted"],
        int(row.get("reports", 1)),
    )  # fmt: skip


def _row(one: LookBack, area: str) -> BackRow:
    if one.signal is None:
        told = (
            _("no signal before it") if one.known == DAYS_BACK else _("not known: no list was made on all of the days")
        )
        acted = ""
    else:
        seen = one.signal.seen_before(one.day)
        told = told_before(one.signal, seen)
        acted = _("yes") if one.acted else _("no") if seen else _("nobody was told")
    missed = one.signal is None and one.known == DAYS_BACK
    return BackRow(
        date_long(day_date(one.day)), area, category_title(one.category), told, one.days_before, acted, missed,
        one.signal.id if one.signal else "",
    )  # fmt: skip
