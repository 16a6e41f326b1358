"""Looking back from each grave event: whether a signal came in the ninety days before, how early, and if it was heeded.

Misses stand beside hits: that a grave event happens is in itself a failure to learn from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.cells import label, nothing
from tryggve.reports.context import Context, category_title
from tryggve.reports.signal_matter import PastSignal, SignalMatter
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Heading, Paragraph, Table
from tryggve.signals.judge import GRAVE

DAYS_BACK = 90
YEAR = 365
MOST_EVENTS = 40


@dataclass(frozen=True)
class LookBack:
    """A grave event and the signal that was first in its area in the ninety days before; None where none was.

    `days_before` is how many days before the event the signal was first found there, counting from 90. `by_chance` is
    the share of the known days of the year before that had such a signal in the area before them. `known` is the number
    of the ninety days of which it is known whether there was a signal. `acted`: somebody had noted before the event
    that something was done.
    """

    day: int
    area: int
    category: str
    signal: PastSignal | None
    days_before: int | None
    by_chance: float
    known: int
    acted: bool


def look_back(matter: SignalMatter, first_day: int, last_day: int) -> list[LookBack]:
    """Each grave event (severity 4 or 5) of some days that has an area, in order."""
    events = matter.history.events
    grave = (matter.history.severity >= GRAVE) & (events.day >= first_day) & (events.day <= last_day)
    return [_of_event(matter, int(row)) for row in np.flatnonzero(grave & (events.area >= 0))]


def _of_event(matter: SignalMatter, row: int) -> LookBack:
    events, history = matter.history.events, matter.history
    day, area = int(events.day[row]), int(events.area[row])
    code = history.codes[area]
    # A signal that was found there on the day itself came with the event, not before it.
    met_on = [(one.first_found(code, day - DAYS_BACK, day - 1), one) for one in matter.past]
    before = sorted(
        ((found, one) for found, one in met_on if found is not None),
        key=lambda pair: (pair[0], not pair[1].shown, pair[1].id),
    )
    first = before[0][1] if before else None
    early = day - before[0][0] if before else None
    year = [then for then in range(day - YEAR, day) if then - 1 in matter.known]
    met = sum(
        any(one.first_found(code, then - DAYS_BACK, then - 1) is not None for one in matter.past) for then in year
    )
    acted = any(noted <= day and verdict == "acted" for _found, one in before for noted, verdict in one.notes)
    known = sum(then in matter.known for then in range(day - DAYS_BACK, day))
    return LookBack(
        day, area, events.categories[events.category[row]], first, early, met / max(1, len(year)), known, acted
    )


def looked_back(ctx: Context, matter: SignalMatter) -> list[Block]:
    """The table of the period's grave events; nothing where there is none."""
    last_day = min(ctx.period.last_day, matter.found.day)
    everywhere = look_back(matter, ctx.period.first_day, last_day)
    found = [one for one in everywhere if in_scope(ctx, [matter.history.codes[one.area]])]
    if not found:
        return []
    columns = (
        Column("day", _("Day"), ColumnKind.TEXT),
        Column("area", _("Area"), ColumnKind.TEXT),
        Column("category", _("Kind"), ColumnKind.TEXT),
        Column("signal", _("Signal in the 90 days before"), ColumnKind.TEXT),
        Column("before", _("Days before")),
        Column("acted", _("Acted on"), ColumnKind.TEXT),
    )
    rows = tuple(_row(matter, one) for one in found[:MOST_EVENTS])
    note = _cut(len(found)) if len(found) > MOST_EVENTS else ""
    table = Table("signals.look_back", _("Grave events and the signals before them"), columns, rows, note=note)
    return [Heading(_("Looking back from grave events")), Paragraph(_summary(found)), table]


def in_scope(ctx: Context, codes: Iterable[str]) -> bool:
    """Whether any of some areas is the part of the municipality that was asked for, or lies in it."""
    if ctx.request.scope is None:
        return True
    wanted, register = ctx.request.scope[1], ctx.material.register
    parents = {area.code: area.parent for area in register.areas} if register else {}
    return any(wanted in (code, parents.get(code)) for code in codes)


def _row(matter: SignalMatter, one: LookBack) -> tuple[Cell, ...]:
    if one.signal is not None:
        told = (
            one.signal.id
            if one.signal.shown
            else _("{id} (by backtest: no list was made then)").format(id=one.signal.id)
        )
        before = one.days_before or 0
        days = Cell(numbers.integer(before), before)
        acted = nothing(_("yes") if one.acted else _("no") if one.signal.shown else _("nobody was told"))
    else:
        told = _("none") if one.known == DAYS_BACK else _("not known: no list was made on all of the days")
        days, acted = nothing(), nothing()
    name = matter.history.names[one.area]
    return (
        label(day_date(one.day).isoformat()),
        nothing(name),
        nothing(category_title(one.category)),
        nothing(told),
        days,
        acted,
    )


def _summary(found: list[LookBack]) -> str:
    before = [one for one in found if one.signal is not None]
    acted = sum(one.acted for one in before)
    missed = sum(one.signal is None and one.known == DAYS_BACK for one in found)
    unknown = len(found) - len(before) - missed
    return _(
        "Of {n} grave events {hits} had a signal in their area before them, of which {acted} had been acted on; "
        "{missed} had none, and of {unknown} it is not known. On days picked by chance in the same areas {chance} "
        "would have had one. That a signal came before does not say that it was about the same thing."
    ).format(
        n=len(found), hits=len(before), acted=acted, missed=missed, unknown=unknown,
        chance=numbers.decimal(sum(one.by_chance for one in found), 1),
    )  # fmt: skip


def _cut(n: int) -> str:
    return _("The first {shown} of {n} are listed.").format(shown=MOST_EVENTS, n=n)
