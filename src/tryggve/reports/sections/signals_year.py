"""The signals on the lists of the last year, and what became of them."""

from __future__ import annotations

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _, ngettext
from tryggve.reports import numbers
from tryggve.reports.cells import label, nothing
from tryggve.reports.context import Context
from tryggve.reports.sections.looked_back import in_scope
from tryggve.reports.signal_matter import PastNote, PastSignal, SignalMatter
from tryggve.reports.signal_words import STATES, VERDICTS
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Heading, Table

YEAR = 365


def signals_year(ctx: Context, matter: SignalMatter) -> list[Block]:
    """The table of the signals on the lists of the last year; nothing where neither a list nor a backtest is known."""
    day = matter.found.day
    mine = [one for one in matter.past if one.listed and one.last > day - YEAR and in_scope(ctx, one.areas)]
    if not matter.known:
        return []
    columns = (
        Column("signal", _("Signal"), ColumnKind.TEXT),
        Column("areas", _("Areas"), ColumnKind.TEXT),
        Column("days", _("Days from first to last")),
        Column("state", _("State"), ColumnKind.TEXT),
        Column("verdict", _("What people made of it"), ColumnKind.TEXT),
    )
    table = Table(
        "signals.year",
        _("Signals of the last year and how they turned out"),
        columns,
        tuple(_row(matter, one) for one in mine),
        note=_judged_share(mine) if mine else "",
        empty=_none_listed(any(day - YEAR < listed <= day for listed in matter.lists)),
    )
    return [Heading(_("How the signals of the last year turned out")), table]


def _none_listed(kept: bool) -> str:
    if kept:
        return _("No signal has been shown during the year.")
    return _(
        "No list has been kept this year: what was shown to whom is not known. A list is kept by tryggve signals "
        "--store DIR --day DATE, and only a signal on a kept list can be noted."
    )


def _row(matter: SignalMatter, one: PastSignal) -> tuple[Cell, ...]:
    names = dict(zip(matter.history.codes, matter.history.names, strict=True))
    areas = ", ".join(sorted(names.get(code, code) for code in one.areas))
    verdicts = ", ".join(dict.fromkeys(_verdict(note, matter.found.day) for note in one.notes))
    days = one.last - one.opened + 1
    state = _(STATES[one.state]) if one.state in STATES else ""
    return (
        label(one.id if one.shown_from is not None else _("{id} (the list was made afterwards)").format(id=one.id)),
        nothing(areas),
        Cell(numbers.integer(days), days),
        nothing(state),
        nothing(verdicts or _("nobody has judged it")),
    )


def _verdict(note: PastNote, day: int) -> str:
    """What was written after the day of the lägesbild says so: nobody could read it then."""
    verdict = _(VERDICTS[note.verdict])
    if note.written <= day:
        return verdict
    return _("{verdict} (written {day})").format(verdict=verdict, day=numbers.date_long(day_date(note.written)))


def _judged_share(rows: list[PastSignal]) -> str:
    judged = sum(bool(one.notes) for one in rows)
    acted = sum(any(note.verdict == "acted" for note in one.notes) for one in rows)
    return ngettext(
        "Of {n} signal {judged} was judged, {acted} led to something being done.",
        "Of {n} signals {judged} were judged, {acted} of them led to something being done.",
        len(rows),
    ).format(n=len(rows), judged=judged, acted=acted)
