"""The long table: every figure that was fetched, one a row, whichever source it came from.

Columns, in this order:

- `indicator`: id in the catalog of indicators.
- `area`: code as text: "00" the country, two digits a county, four a municipality, eight signs a RegSO (2480R001).
- `level`: country, county, municipality or regso.
- `division`: the division that a small area is of ("2020", "2025"); "" for the others. The same code in two divisions
  is two areas, and figures of both are never joined by code alone.
- `period`: "2024", or "2024K3" for a quarter. A surveyed period of two years bears the year that the source gives it.
- `sex`: T both together, K women, M men.
- `value`: the number, in the unit of the indicator; blank unless the status has a number.
- `margin`: the source's own margin of error (the number ± the margin), where it gives one; else blank. Where its
  interval is lopsided this is the longer side. How sure the interval is, the source says.
- `status`: value; zero (the source says zero); preliminary (a number that may change, also when it is zero); suppressed
  (known to the source and not shown); missing (null, or no row although the source has the indicator for that period).
- `said`: what the source itself wrote beside or in place of the number: "..", "Missing", "p".
- `source_table`: the table in `provenance.csv` that the row came from; "" for a row that says that nothing came.

One row for each indicator, area, division, period and sex; rows lie in that order, so that the same figures give the
same bytes. Two sources of the same crime are two indicators and never one series. No row is made up: what no source
has for any area in a period has no row at all, and nothing unknown is ever a zero.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from tryggve.domain.figure import BOTH, Figure, FigureStatus, level_of_code
from tryggve.domain.private_file import part_in
from tryggve.ingest.tables.parquet import CONFIG

COLUMNS = Figure._fields
_NUMBERS = ("value", "margin")
_KEY = ("indicator", "area", "division", "period", "sex")


def key_of(figure: Figure) -> tuple[str, ...]:
    """What a figure is about: two with the same key speak of the same thing."""
    return figure.indicator, figure.area, figure.division, figure.period, figure.sex


def assembled(figures: Iterable[Figure]) -> list[Figure]:
    """The figures in order, one for each key: a number goes before none, and of equals the one that came last."""
    best: dict[tuple[str, ...], Figure] = {}
    for figure in figures:
        other = best.get(key_of(figure))
        if other is None or figure.value is not None or other.value is None:
            best[key_of(figure)] = figure
    return [best[key] for key in sorted(best)]


def with_margins(figures: Iterable[Figure], margins: Iterable[Figure]) -> list[Figure]:
    """The figures with the margins of error that came as figures of their own."""
    known = {key_of(one): one.value for one in margins}
    return [one._replace(margin=known.get(key_of(one))) if one.value is not None else one for one in figures]


def with_gaps(figures: Sequence[Figure], areas: Mapping[str, Sequence[str]]) -> list[Figure]:
    """The figures, and a missing one wherever an area that was asked for lacks a period that its indicator has.

    `areas` are those asked for, by indicator. Quarters and years are told apart by their own periods.
    """
    there = {(one.indicator, one.area, one.period) for one in figures if one.sex == BOTH}
    periods: dict[str, set[str]] = {}
    for one in figures:
        if one.level != "regso":
            periods.setdefault(one.indicator, set()).add(one.period)
    gaps = [
        Figure(indicator, area, level_of_code(area), "", period, BOTH, None, None, FigureStatus.MISSING, "", "")
        for indicator, asked in areas.items()
        for area in asked
        for period in periods.get(indicator, ())
        if (indicator, area, period) not in there
    ]
    return [*figures, *gaps]


def csv_text(figures: Iterable[Figure]) -> str:
    """The table as CSV with decimal points; blank where there is no number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(figures)
    return text.getvalue()


def read_long(path: Path) -> list[Figure]:
    """The figures of a table that `write_parquet` or `csv_text` wrote, in their order."""
    if path.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        return [_figure([row[name] or None if name in _NUMBERS else row[name] for name in COLUMNS]) for row in rows]
    import duckdb

    with duckdb.connect(":memory:", config=CONFIG) as connection:
        named = ", ".join(COLUMNS)
        found = connection.execute(f"SELECT {named} FROM read_parquet(?)", [str(path)]).fetchall()
    return [_figure(row) for row in found]


def write_parquet(figures: Sequence[Figure], path: Path) -> None:
    """The table as Parquet: text columns, and two of numbers in which null stands for none."""
    import duckdb

    columns = {name: np.array([getattr(one, name) for one in figures], object) for name in COLUMNS}
    table = {
        name: np.array([np.nan if one is None else one for one in column], np.float64) if name in _NUMBERS
        else column.astype(str)
        for name, column in columns.items()
    }  # fmt: skip
    named = ", ".join(f"nullif({name}, 'nan'::DOUBLE) AS {name}" if name in _NUMBERS else name for name in COLUMNS)
    with duckdb.connect(":memory:", config=CONFIG) as connection, part_in(path.parent) as part:
        connection.register("figures", table)
        target = str(part).replace("'", "''")
        connection.execute(f"COPY (SELECT {named} FROM figures) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        os.replace(part, path)


def _figure(row: Sequence[object]) -> Figure:
    cells = dict(zip(COLUMNS, row, strict=True))
    numbers = {name: None if cells[name] is None else float(str(cells[name])) for name in _NUMBERS}
    return Figure(**{**cells, **numbers, "status": FigureStatus(str(cells["status"]))})  # type: ignore[arg-type]
