"""Tables of counts: area × period × category, in long or wide form, to one `Count` a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tryggve.domain.area import AreaRegister
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.language import N_, _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError, RowError
from tryggve.domain.spelling import fold
from tryggve.ingest.bound_columns import BoundColumns, bind, require
from tryggve.ingest.count_areas import TOTALS
from tryggve.ingest.count_cells import read_cell
from tryggve.ingest.count_rows import AboutRow, about_rows
from tryggve.ingest.faults import Faults
from tryggve.ingest.period_headings import heading_periods
from tryggve.ingest.period_texts import is_preliminary, parse_period_text, period_of_parts
from tryggve.ingest.profile_record import Profile
from tryggve.ingest.raw_table import RawTable

_PARTS_OF_YEAR = ("quarter", "month", "week")
_NOT_NUMBERS = {
    CellStatus.BLANK: N_("Empty cells: {n}. They are unknown, not zero."),
    CellStatus.SUPPRESSED: N_("Hidden cells (..): {n}. They are unknown, not zero."),
    CellStatus.DASH: N_("Cells with a dash: {n}. The profile does not say that it means zero, so they are unknown."),
}


class _Cell(NamedTuple):
    """A cell that should hold a number: where it stands and which period it is of."""

    row: int
    heading: str
    text: str
    period: Period
    preliminary: bool


def read_counts(
    table: RawTable, profile: Profile, file_no: int, areas: AreaRegister | None
) -> tuple[tuple[Count, ...], tuple[RowError, ...], tuple[str, ...]]:
    """The counts of a table, the faults of its cells, and notes. FileError when a needed column is absent.

    Blank, ".." and "-" are three different things and none of them a number, unless the profile states that "-" is
    zero. Rows of totals keep their label; nothing here or later adds labels together.
    """
    bound = bind(table, profile)
    faults = Faults(table.row_numbers)
    about = about_rows(bound, areas, faults)
    refused = faults.bad.copy()
    counts: dict[tuple[object, ...], Count] = {}
    for cell in _wide_cells(table) if profile.wide else _long_cells(table, bound, faults):
        if not refused[cell.row]:
            count = _count(cell, about[cell.row], profile, file_no, table, faults)
            if count is not None and counts.setdefault(count.key, count) is not count:
                first = counts[count.key].row_no
                faults.add_row(
                    cell.row, cell.heading, cell.text,
                    _("The same category, area and period already stand in row {row}.").format(row=first),
                    _("Keep one of the rows, or name in a profile the column that tells them apart."),
                )  # fmt: skip
    found = tuple(counts.values())
    return found, faults.errors(), (*_of_nothing(bound), *_notes(found))


def _long_cells(table: RawTable, bound: BoundColumns, faults: Faults) -> Iterator[_Cell]:
    require(bound, table, "value")
    require(bound, table, "period", "year")
    values, heading = bound.texts("value"), bound.heading("value")
    name = "period" if "period" in bound.fields else "year"
    texts, parts = bound.texts(name), [bound.texts(part) for part in _PARTS_OF_YEAR]
    known = cache(parse_period_text if name == "period" else period_of_parts)
    for row in range(len(table)):
        text = texts[row]
        period = known(text) if name == "period" else known(text, *(part[row] for part in parts))
        if period is None:
            what = _("The period cannot be read.") if text else _("The period is missing.")
            faults.add_row(
                row, bound.heading(name), text, what, _("Write 2024, 2024-05, 2024-K3, 2024-T2 or 2024-W05.")
            )
        else:
            yield _Cell(row, heading, values[row], period, is_preliminary(text))


def _wide_cells(table: RawTable) -> Iterator[_Cell]:
    found = heading_periods(table.columns)
    periods = [(heading, table.columns[heading], period) for heading, period in found.items()]
    if not periods:
        raise FileError(
            _("{file} has no column for a period.").format(file=table.file.name),
            _("Name the columns 2024, 2024-05, 2024-K3, 2024-T2 or 2024-W05."),
        )
    for row in range(len(table)):
        for heading, column, period in periods:
            yield _Cell(row, heading, column[row].strip(), period, is_preliminary(heading))


def _count(
    cell: _Cell, about: AboutRow, profile: Profile, file_no: int, table: RawTable, faults: Faults
) -> Count | None:
    read = read_cell(cell.text, zero_dash=profile.dash == "zero")
    if read.status is None:
        faults.add_row(cell.row, cell.heading, cell.text, read.what, read.how)
        return None
    return Count(
        file_no=file_no,
        row_no=int(table.row_numbers[cell.row]),
        source=about.source,
        category=about.category,
        label=about.label,
        area_level=about.area.level,
        area_code=about.area.code,
        area_name=about.area.name,
        first_day=cell.period.first_day,
        last_day=cell.period.last_day,
        value=read.value,
        status=read.status,
        population=about.population,
        preliminary=about.preliminary or cell.preliminary,
    )


def _of_nothing(bound: BoundColumns) -> tuple[str, ...]:
    told = _("No column says what is counted: check that the numbers are numbers of events and not shares or answers.")
    return () if "category" in bound.fields else (told,)


def _notes(counts: Sequence[Count]) -> tuple[str, ...]:
    notes = []
    if totals := sorted({count.label for count in counts if fold(count.label) in TOTALS}):
        notes.append(
            _("Rows of totals stand by their label and are never added to their parts: {labels}.").format(
                labels=", ".join(totals)
            )
        )
    statuses = Counter(count.status for count in counts)
    for status, text in _NOT_NUMBERS.items():
        if statuses[status]:
            notes.append(_(text).format(n=statuses[status]))
    return tuple(notes)
