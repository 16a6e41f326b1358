"""Brå's exported tables of reported offences, one figure a cell. Brå has no open interface: a person saves the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tryggve.domain.calendar_days import day_date
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.figure import BOTH, Figure, FigureStatus, level_of_code, status_of
from tryggve.domain.indicator import Indicator, LabelQuery
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError, RowError
from tryggve.domain.spelling import fold
from tryggve.ingest.counts import read_counts
from tryggve.ingest.period_headings import heading_periods
from tryggve.ingest.profile import load_profile
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables import read

TOTAL = "total"
"""The label of the numbers of a table that holds nothing but totals."""

_CATEGORIES = {"grupp", "brottstyp", "brottskategori", "brott"}
_STATUS = {
    CellStatus.SUPPRESSED: FigureStatus.SUPPRESSED,
    CellStatus.BLANK: FigureStatus.MISSING,
    CellStatus.DASH: FigureStatus.MISSING,
}
_SIGNS = {CellStatus.SUPPRESSED: "..", CellStatus.BLANK: "", CellStatus.DASH: "-"}
_DAYS_OF_YEAR, _DAYS_OF_QUARTER = range(365, 367), range(90, 93)


def read_table(path: Path) -> tuple[tuple[Count, ...], tuple[RowError, ...], tuple[str, ...]]:
    """The counts of a table of Brå's, long or with a column for each period; rows that cannot be read; notes.

    ".." is hidden, "-" is zero, an empty cell unknown; a digit glued to the end of a label is a footnote.
    FileError where the headings are none that Brå has used.
    """
    table = read(path)
    counts, errors, notes = read_counts(table, load_profile(_form(table)), 1, None)
    headings = _headings(table)
    if "antal_total" in headings and not headings & _CATEGORIES:
        counts = tuple(replace(count, label=TOTAL) for count in counts)
    return counts, (*table.errors, *errors), (*table.notes, *notes)


def figures(
    counts: tuple[Count, ...], wanted: Mapping[str, Indicator], codes: Mapping[str, str], *, table: str
) -> Iterator[Figure]:
    """A figure for each count of an indicator; `codes` gives the code of a municipality by folded name.

    Labels that no indicator names, and periods that are neither years nor quarters, are passed over.
    """
    by_label = {
        (fold(label), one.query.unit): one.id
        for one in wanted.values()
        if isinstance(one.query, LabelQuery)
        for label in one.query.labels
    }
    for count in counts:
        period, unit = _period(count)
        area = _area(count, codes)
        indicator = by_label.get((fold(count.label), unit))
        if indicator is None or area is None:
            continue
        value = None if count.value is None else float(count.value)
        yield Figure(
            indicator=indicator, area=area, level=level_of_code(area), division="", period=period, sex=BOTH,
            value=value, margin=None,
            status=_STATUS.get(count.status) or status_of(value, preliminary=count.preliminary),
            said=_SIGNS.get(count.status, "prel." if count.preliminary else ""), source_table=table,
        )  # fmt: skip


def unused_labels(counts: tuple[Count, ...], wanted: Mapping[str, Indicator]) -> tuple[str, ...]:
    """The labels of a table that no indicator names, in alphabetical order."""
    known = {fold(label) for one in wanted.values() if isinstance(one.query, LabelQuery) for label in one.query.labels}
    return tuple(sorted({count.label for count in counts if fold(count.label) not in known}))


def _form(table: RawTable) -> str:
    """The profile that the headings fit. Brå has written them in several ways over the years."""
    headings = _headings(table)
    if headings & {"kommun_kod", "kommunkod", "kommun", "region"}:
        if headings & {"antal", "antal_total"} and headings & {"ar", "period"}:
            return "bra"
        if headings & {"brottstyp", "brottskategori", "brott"} and heading_periods(table.columns):
            return "bra_tabell"
    raise FileError(
        _("{file} does not have the headings of Brå's tables: {headings}.").format(
            file=table.file.name, headings=", ".join(list(table.columns)[:12])
        ),
        _("Needed are kommun, brottstyp and a column for each year; or kommun_kod, ar, grupp and antal. Rename them."),
    )


def _headings(table: RawTable) -> set[str]:
    return {fold(heading).replace(" ", "_") for heading in table.columns}


def _period(count: Count) -> tuple[str, str]:
    """2024 and 2024K3, and which of the two; "" for any other period."""
    first, days = day_date(count.first_day), count.last_day - count.first_day + 1
    if days in _DAYS_OF_YEAR and (first.month, first.day) == (1, 1):
        return str(first.year), "year"
    if days in _DAYS_OF_QUARTER and first.day == 1 and first.month % 3 == 1:
        return f"{first.year}K{first.month // 3 + 1}", "quarter"
    return "", ""


def _area(count: Count, codes: Mapping[str, str]) -> str | None:
    for text in (count.area_code, count.area_name):
        code = text if text.isdigit() else codes.get(fold(text).removesuffix(" kommun"), "")
        try:
            level_of_code(code)
        except ValueError:
            continue
        return code
    return None
