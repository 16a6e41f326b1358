"""The time columns of a table of incidents: read, joined and checked."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import N_, _
from tryggve.ingest.bound_columns import BoundColumns
from tryggve.ingest.faults import Faults
from tryggve.ingest.raw_table import shown_heading
from tryggve.ingest.spreadsheet_days import spreadsheet_serials
from tryggve.ingest.time_spans import refuse_future, spans
from tryggve.ingest.time_texts import ParsedTimes, parse_times
from tryggve.ingest.times import Moments, TimeFault, as_days, as_months, moments, only_midnights

_SAID = {
    TimeFault.UNREADABLE: (
        N_("The time cannot be read."),
        N_("Write 2025-03-02 14:30 or 2025-03-02; other forms can be stated in a profile."),
    ),
    TimeFault.NEVER: (
        N_("There was no such time: the clocks were moved forward."),
        N_("Write the time that the clock showed after the change, or only the date."),
    ),
    TimeFault.TOO_EARLY: (N_("The time lies before 1900."), N_("Mend the year.")),
    TimeFault.MISSING: (N_("The time is missing."), N_("Write at least the date.")),
    TimeFault.REVERSED: (N_("The time ends before it begins."), N_("Swap from and to, or mend one of them.")),
    TimeFault.FUTURE: (
        N_("The time lies in the future (after {today})."),
        N_("Mend the date; what is planned has the category “planerat arrangemang”."),
    ),
}
_OF_THE_END = (TimeFault.UNREADABLE, TimeFault.NEVER, TimeFault.TOO_EARLY)


def read_times(
    bound: BoundColumns, store_zone: str, today: dt.date, forecast: NDArray[np.bool_], faults: Faults
) -> tuple[Moments, tuple[str, ...]]:
    """When each row happened. `forecast` marks the rows that may lie in the future.

    Returns one moment per row, those of faulty rows without meaning, and notes of what was understood in a special
    way.
    """
    profile = bound.profile
    name = next((name for name in ("time", "date", "month") if name in bound.fields), "time")
    texts = _with_clock(bound) if name == "date" else bound.texts(name)
    begin, end, notes = _parse(bound, texts, name)
    zone = profile.zone or store_zone
    begin_rows = moments(begin, zone, store_zone).take(texts.codes)
    end_texts = bound.texts("to")
    end_rows = moments(end, zone, store_zone).take(end_texts.codes)
    both = spans(begin_rows, end_rows)
    both = refuse_future(both, end_rows, day_number(today), forecast)
    _say_faults(bound, name, texts, begin_rows, both, today, faults)
    return both, notes


def _parse(bound: BoundColumns, texts: Coded, name: str) -> tuple[ParsedTimes, ParsedTimes, tuple[str, ...]]:
    profile, notes = bound.profile, []
    columns = []
    ends = bound.texts("to")
    for field, values in ((name, texts.values), ("to", ends.values)):
        dates = None if profile.time_formats else spreadsheet_serials(values)
        if dates is not None and bound.has_column(field):
            notes.append(
                _("{column} holds day numbers of a spreadsheet; they are read as dates.").format(
                    column=shown_heading(bound.heading(field))
                )
            )
        columns.append(parse_times(dates or values, profile.date_order, profile.time_formats))
    begin, end = columns
    if name == "month":
        begin = as_months(begin)
    elif only_midnights((begin, _occurs(texts)), (end, _occurs(ends))):
        begin, end = as_days(begin), as_days(end)
        notes.append(_("Every clock time is 00:00: the times are taken as dates."))
    return begin, end, tuple(notes)


def _occurs(texts: Coded) -> NDArray[np.int64]:
    return np.bincount(texts.codes, minlength=len(texts.values))


def _with_clock(bound: BoundColumns) -> Coded:
    """Date and clock as one text, each distinct pair once; a row without a clock has a date alone."""
    dates, clocks = bound.texts("date"), bound.texts("clock")
    pairs = dates.codes.astype(np.int64) * len(clocks.values) + clocks.codes
    distinct, codes = np.unique(pairs, return_inverse=True)
    values = tuple(
        f"{dates.values[pair // len(clocks.values)]} {clocks.values[pair % len(clocks.values)]}".strip()
        for pair in distinct.tolist()
    )
    return Coded(codes.astype(np.int32), values)


def _say_faults(
    bound: BoundColumns, name: str, texts: Coded, begin: Moments, both: Moments, today: dt.date, faults: Faults
) -> None:
    end_texts = bound.texts("to")
    for fault, (what, how) in _SAID.items():
        rows = both.fault == fault
        if not rows.any():
            continue
        said = _(what).format(today=today.isoformat())
        of_end = rows & (begin.fault == TimeFault.NONE) & (fault in _OF_THE_END)
        if fault is TimeFault.FUTURE:
            of_end = rows & (begin.first_day <= day_number(today))
        faults.add(rows & ~of_end, bound.heading(name), texts, said, _(how))
        faults.add(of_end, bound.heading("to"), end_texts, said, _(how))
