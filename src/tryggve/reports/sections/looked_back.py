"""Looking back from each grave event: whether a signal came in the ninety days before, how early, and if it was heeded.

Misses stand beside hits: that a grave event happens is in itself a failure to learn from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _, ngettext
from tryggve.domain.writing import date_on_a_line
from tryggve.reports import numbers
from tryggve.reports.cells import label, nothing
from tryggve.reports.context import Context, category_title
from tryggve.reports.known_days import DAYS_BACK, YEAR, KnownDays
from tryggve.reports.signal_matter import PastSignal, SignalMatter
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Heading, Paragraph, Table
from tryggve.signals.judge import GRAVE

MOST_EVENTS = 40


@dataclass(frozen=True)
class LookBack:
    """A grave event and the signal that was first in its area in the ninety days before; None where none was.

    `days_before` is how many days before the event the signal was first found there; for one that was on a list, how
    many days before it people could see it there. `known` is the number of the ninety days of which it is known whether
    there was a signal. `by_chance` is the share of the days of the year before with such a signal in the area before
    them, of those whose own ninety days are all known; None where there are no such days. `acted`: somebody had written
    before the event that something was done. `reports`: how many reports of the kind the area had that day.
    They may be of one and the same event, so they are one row, counted once.
    """

    day: int
    area: int
    category: str
    signal: PastSignal | None
    days_before: int | None
    by_chance: float | None
    known: int
    acted: bool
    reports: int = 1

    @property
    def compared(self) -> bool:
        """Whether it is counted: a hit of days half known would count where a miss of the same days would not."""
        return self.known == DAYS_BACK and self.by_chance is not None


def look_back(matter: SignalMatter, first_day: int, last_day: int) -> list[LookBack]:
    """Each grave event (severity 4 or 5) of some days that has an area, in order: one a day, area and kind."""
    events = matter.history.events
    grave = (matter.history.severity >= GRAVE) & (events.day >= first_day) & (events.day <= last_day)
    days = KnownDays(matter, first_day, last_day)
    rows: dict[tuple[int, int, int], list[int]] = {}
    for row in map(int, np.flatnonzero(grave & (events.area >= 0))):
        rows.setdefault((int(events.day[row]), int(events.area[row]), int(events.category[row])), []).append(row)
    return [replace(_of_event(matter, days, same[0]), reports=len(same)) for same in rows.values()]


def _of_event(matter: SignalMatter, days: KnownDays, row: int) -> LookBack:
    events = matter.history.events
    day, area = int(events.day[row]), int(events.area[row])
    code = matter.history.codes[area]
    # A signal that was found there on the day itself came with the event, not before it.
    met_on = [(one.first_found(code, day - DAYS_BACK, day - 1), one) for one in days.there(code)]
    before = sorted(
        ((found, one) for found, one in met_on if found is not None),
        key=lambda pair: (pair[0], not pair[1].seen_before(day), pair[1].id),
    )
    first = before[0][1] if before else None
    early = None if first is None else day - max(before[0][0], first.seen_from if first.seen_before(day) else 0)
    whole = days.whole(day - YEAR, day - 1)
    by_chance = days.met(code, day - YEAR, day - 1) / whole if whole else None
    acted = any(
        note.verdict == "acted" and max(note.day, note.written) < day for _found, one in before for note in one.notes
    )
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
        Column("reports", _("Number of reports")),
        Column("signal", _("Signal in the 90 days before"), ColumnKind.TEXT),
        Column("before", _("Days before")),
        Column("acted", _("Acted on"), ColumnKind.TEXT),
    )
    shown = found[:MOST_EVENTS]
    rows = tuple(_row(matter, one) for one in shown)
    several = any(one.reports > 1 for one in shown)
    same = _("Reports of the same kind, day and area are one row: they may be of the same event.") if several else ""
    tested = any(one.signal is not None and not one.signal.listed for one in shown)
    after = _("By backtest: worked out afterwards, for no list was made then.") if tested else ""
    note = " ".join(filter(None, (same, after, _cut(len(found)) if len(found) > MOST_EVENTS else "", hidden)))
    table = Table("signals.look_back", _("Grave events and the signals before them"), columns, rows, note=note)
    return [Heading(_("Looking back from grave events")), Paragraph(look_back_summary(found)), table]


def in_scope(ctx: Context, codes: Iterable[str]) -> bool:
    """Whether any of some areas is the part of the municipality that was asked for, or lies in it."""
    if ctx.request.scope is None:
        return True
    wanted, register = ctx.request.scope[1], ctx.material.register
    parents = {area.code: area.parent for area in register.areas} if register else {}
    return any(wanted in (code, parents.get(code)) for code in codes)


def _row(matter: SignalMatter, one: LookBack) -> tuple[Cell, ...]:
    if one.signal is not None:
        seen = one.signal.seen_before(one.day)
        told = told_before(one.signal, seen) if seen or one.signal.listed else _by_backtest(one.signal)
        before = one.days_before or 0
        days = Cell(numbers.integer(before), before)
        acted = nothing(_("yes") if one.acted else _("no") if seen else _("nobody was told"))
    else:
        told = _("no signal") if one.known == DAYS_BACK else _("not known: no list was made on all of the days")
        days, acted = nothing(), nothing()
    name = matter.history.names[one.area]
    return (
        label(date_on_a_line(day_date(one.day))),
        nothing(name),
        nothing(category_title(one.category)),
        Cell(numbers.integer(one.reports), one.reports),
        nothing(told),
        days,
        acted,
    )


def _by_backtest(signal: PastSignal) -> str:
    """In a cell; what it means stands once, under the table."""
    return _("{id} (by backtest)").format(id=signal.id)


def told_before(signal: PastSignal, seen: bool) -> str:
    """The signal before an event by its id, and what has to be said with it; `seen`: people could see it then."""
    if seen:
        return signal.id
    if signal.listed:
        return _("{id} (found afterwards: no list had been made before the event)").format(id=signal.id)
    return _("{id} (by backtest: no list was made then)").format(id=signal.id)


def look_back_summary(found: list[LookBack]) -> str:
    """Hits, misses and chance, all three of the same events: those of which every day before them is known."""
    counted = [one for one in found if one.compared]
    rest = len(found) - len(counted)
    if not counted:
        return _(
            "Whether signals come before grave events cannot be told here: of no event ({n} in all) is it known for "
            "all of the days before whether there was a signal, so neither hits nor misses are counted."
        ).format(n=rest)
    before = [one for one in counted if one.signal is not None]
    told = ngettext(
        "{n} grave event has all of its 90 days before it known. Signal in its area on those days: {hits}, of which "
        "acted on before the event: {acted}. No signal: {missed}. A day of the year before picked by chance in the "
        "same area would have given {chance} of {n}. That a signal came before does not say that it was about the "
        "same thing.",
        "Of the {n} grave events of which all 90 days before are known, {hits} had a signal in their area on those "
        "days, {acted} of them had been acted on before the event, and {missed} had none. As many days of the year "
        "before picked by chance in the same areas would have given {chance} of {n}. That a signal came before does "
        "not say that it was about the same thing.",
        len(counted),
    ).format(
        n=len(counted), hits=len(before), acted=sum(one.acted for one in before), missed=len(counted) - len(before),
        chance=numbers.decimal(sum(one.by_chance or 0.0 for one in counted), 1),
    )  # fmt: skip
    if not rest:
        return told
    more = ngettext(
        "{n} more grave event is not counted: too few of the days before it are known.",
        "{n} more grave events are not counted: too few of the days before them are known.",
        rest,
    )
    return f"{told} {more.format(n=rest)}"


def _cut(n: int) -> str:
    return _("The first {shown} of {n} are listed.").format(shown=MOST_EVENTS, n=n)


def _hidden(matter: SignalMatter, first_day: int, last_day: int) -> str:
    """How many grave events of restricted categories there were; their days and areas could point at a home."""
    return hidden_words(hidden_number(matter, first_day, last_day))


def hidden_number(matter: SignalMatter, first_day: int, last_day: int) -> int:
    """The grave events of some days that are of restricted categories."""
    return sum(first_day <= day <= last_day and severity >= GRAVE for day, severity in matter.history.withheld)


def hidden_words(n: int) -> str:
    """That they are left out; "" for none."""
    return (
        ngettext(
            "In the whole municipality {n} grave event of a kind that is never listed one by one is left out.",
            "In the whole municipality {n} grave events of kinds that are never listed one by one are left out.",
            n,
        ).format(n=n)
        if n
        else ""
    )
