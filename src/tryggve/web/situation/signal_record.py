"""The record of the signals of a municipality: read from what is kept, and as rows for tables and files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.context import category_title
from tryggve.reports.signal_record import PastDecision, Record, Worth, record_of
from tryggve.reports.signal_words import method_words
from tryggve.signals.groups import group_name
from tryggve.store.database import meta
from tryggve.store.database.signal_models import Signal
from tryggve.store.database.signals import LISTED, day_in
from tryggve.web.core.municipal import here
from tryggve.web.situation.sheets import Cell, Sheet
from tryggve.web.situation.signal_cards import CLOSED, card_of, kept_signals


def kept_record() -> Record:
    """The record of all signals that are kept: three questions."""
    zone = meta.zone(here())
    found = []
    for row in kept_signals():
        notes = list(row.notes.all())
        days = max(0, day_in(notes[0].at, zone) - _shown(row)) if notes else None
        found.append(
            PastDecision(
                _category(row),
                tuple(method_key(key) for key in row.content.get("methods", ())),
                notes[-1].verdict if notes else None,
                days,
                row.state != CLOSED,
            )
        )
    return record_of(found)


@dataclass(frozen=True)
class DecidedRow:
    """A signal that somebody decided on: what each number of the record is made of."""

    name: str
    where: str
    kind: str
    decision: str
    at: dt.datetime


def decided_rows() -> list[DecidedRow]:
    """All of them, the latest decision first, with the decision that holds."""
    cards = [card_of(row) for row in kept_signals() if row.notes.all()]
    rows = [
        DecidedRow(one.row.name, one.where, category_words(_category(one.row)), last.words, last.at)
        for one in cards
        if (last := one.latest)
    ]
    return sorted(rows, key=lambda one: one.at, reverse=True)


def _shown(row: Signal) -> int:
    """The day on which people could first see it."""
    return min((int(one["made"]) for one in row.content.get(LISTED, ())), default=row.opened)


def _category(row: Signal) -> str:
    """The most frequent kind of its events, else what it looked for."""
    kinds = row.content.get("categories") or [{"category": row.content.get("group", "")}]
    return str(kinds[0]["category"])


def method_key(key: str) -> str:
    """The method of a key, without what it looked for."""
    return str(key).partition("/")[0]


def category_words(key: str) -> str:
    """A category or a group."""
    return category_title(key) if key else group_name("")


def share_words(one: Worth) -> str:
    """The share with its interval."""
    return _("{share} % ({low}–{high})").format(
        share=numbers.integer(round(100 * one.value)), low=numbers.integer(round(100 * one.low)),
        high=numbers.integer(round(100 * one.high)),
    )  # fmt: skip


def record_sheet(found: Record) -> Sheet:
    """The record as a file."""
    headings = (_("Part"), _("Name"), _("Decided"), _("Act"), _("Watch"), _("Leave"), _("Share acted on, %"),
                _("Interval from, %"), _("Interval to, %"))  # fmt: skip
    rows = [_row(_("all together"), "", found.whole)] if found.whole else []
    rows += [_row(_("Kind"), category_words(one.key), one) for one in found.by_category]
    rows += [_row(_("Method"), method_words(one.key), one) for one in found.by_method]
    return Sheet(headings, rows)


def _row(part: str, name: str, one: Worth) -> tuple[Cell, ...]:
    shares = (round(100 * value) for value in (one.value, one.low, one.high))
    return (part, name, one.n, one.acted, one.watched, one.left, *shares)
