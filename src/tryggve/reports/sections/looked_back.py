"""Looking back from each grave event: whether a signal came in the ninety days before, how early, and if it was heeded.

Misses stand beside hits: that a grave event happens is in itself a failure to learn from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _, ngettext
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


class _Days:
    """What is known of days, counted once: how many of a span were known, or had a signal in an area before them."""

    def __init__(self, matter: SignalMatter, first_day: int, last_day: int) -> None:
        # A year before the first event, and the ninety days before the first of that year.
        self._origin = first_day - YEAR - DAYS_BACK - 1
        self._days = max(last_day - self._origin + 1, 0)
        self._known = self._marked((day, day) for day in matter.known)
        self._there: dict[str, list[PastSignal]] = {}
        for one in matter.past:
            for code in one.areas:
                self._there.setdefault(code, []).append(one)
        self._met: dict[str, NDArray[np.int64]] = {}

    def there(self, code: str) -> list[PastSignal]:
        """The signals that were ever found in an area."""
        return self._there.get(code, [])

    def known(self, first: int, last: int) -> int:
        """Of how many of the days, both included, it is known whether there was a signal."""
        return self._within(self._known.cumsum(), first, last)

    def met(self, code: str, first: int, last: int) -> int:
        """How many of the days, the day before known, had a signal in the area in the ninety days before them."""
        if code not in self._met:
            spans = (span for one in self.there(code) for span in one.spans[code])
            found = np.concatenate([[0], self._marked(spans).cumsum()])
            day = np.arange(self._days)
            before = found[day] - found[np.maximum(day - DAYS_BACK, 0)]
            self._met[code] = ((before > 0) & np.concatenate([[False], self._known[:-1]])).cumsum()
        return self._within(self._met[code], first, last)

    def _marked(self, spans: Iterable[Sequence[int]]) -> NDArray[np.bool_]:
        marked = np.zeros(self._days, np.bool_)
        for first, last in spans:
            marked[max(first - self._origin, 0) : max(last - self._origin + 1, 0)] = True
        return marked

    def _within(self, cumulated: NDArray[np.int64], first: int, last: int) -> int:
        before = first - self._origin - 1
        return int(cumulated[last - self._origin] - (cumulated[before] if before >= 0 else 0))


def look_back(matter: SignalMatter, first_day: int, last_day: int) -> list[LookBack]:
    """Each grave event (severity 4 or 5) of some days that has an area, in order."""
    events = matter.history.events
    grave = (matter.history.severity >= GRAVE) & (events.day >= first_day) & (events.day <= last_day)
    days = _Days(matter, first_day, last_day)
    return [_of_event(matter, days, int(row)) for row in np.flatnonzero(grave & (events.area >= 0))]


def _of_event(matter: SignalMatter, days: _Days, row: int) -> LookBack:
    events = matter.history.events
    day, area = int(events.day[row]), int(events.area[row])
    code = matter.history.codes[area]
    # A signal that was found there on the day itself came with the event, not before it.
    met_on = [(one.first_found(code, day - DAYS_BACK, day - 1), one) for one in days.there(code)]
    before = sorted(
        ((found, one) for found, one in met_on if found is not None),
        key=lambda pair: (pair[0], not pair[1].shown, pair[1].id),
    )
    first = before[0][1] if before else None
    early = day - before[0][0] if before else None
    by_chance = days.met(code, day - YEAR, day - 1) / max(1, days.known(day - YEAR - 1, day - 2))
    acted = any(noted <= day and verdict == "acted" for _found, one in before for noted, verdict in one.notes)
    known = days.known(day - DAYS_BACK, day - 1)
    return LookBack(day, area, events.categories[events.category[row]], first, early, by_chance, known, acted)


def looked_back(ctx: Context, matter: SignalMatter) -> list[Block]:
    """The table of the grave events; nothing where there is none, or no list of any day to hold them against."""
    if not matter.known:
        return []
    last_day = min(ctx.period.last_day, matter.found.day)
    everywhere = look_back(matter, ctx.period.first_day, last_day)
    found = [one for one in everywhere if in_scope(ctx, [matter.history.codes[one.area]])]
    hidden = _hidden(matter, ctx.period.first_day, last_day)
    if not found:
        return [Paragraph(hidden)] if hidden else []
    columns = (
        Column("day", _("Day"), ColumnKind.TEXT),
        Column("area", _("Area"), ColumnKind.TEXT),
        Column("category", _("Kind"), ColumnKind.TEXT),
        Column("signal", _("Signal in the 90 days before"), ColumnKind.TEXT),
        Column("before", _("Days before")),
        Column("acted", _("Acted on"), ColumnKind.TEXT),
    )
    rows = tuple(_row(matter, one) for one in found[:MOST_EVENTS])
    note = " ".join(filter(None, (_cut(len(found)) if len(found) > MOST_EVENTS else "", hidden)))
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


def _hidden(matter: SignalMatter, first_day: int, last_day: int) -> str:
    """How many grave events of restricted categories there were; their days and areas could point at a home."""
    n = sum(first_day <= day <= last_day and severity >= GRAVE for day, severity in matter.history.withheld)
    return (
        ngettext(
            "In the whole municipality {n} grave event of a kind that only few may read of is not listed.",
            "In the whole municipality {n} grave events of kinds that only few may read of are not listed.",
            n,
        ).format(n=n)
        if n
        else ""
    )
