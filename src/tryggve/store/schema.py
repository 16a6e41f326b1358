"""The tables that analysis reads: names, columns and types, understood by DuckDB, SQLite and PostgreSQL alike.

Only facts are here: no free text and no names of persons. Date parts are stored integers, because the engines differ
in their date functions and SQLite has no ISO week.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.count import CellStatus
from tryggve.domain.coverage import Cadence
from tryggve.domain.incident import LeftOut, LocationPrecision, Observation, TimePrecision

INTEGER, SMALLINT, BIGINT = "INTEGER", "SMALLINT", "BIGINT"
TEXT, REAL = "TEXT", "DOUBLE PRECISION"


@dataclass(frozen=True)
class Table:
    """One table: column name -> type, the columns that tell rows apart and order them, and what holds in every row.

    Texts are ordered by code point, as DuckDB and SQLite do; on PostgreSQL the columns need COLLATE "C".
    """

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    nullable: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()


def _among(column: str, values: Iterable[str | int]) -> str:
    # StrEnum and IntEnum members format as their plain values.
    return f"{column} IN ({', '.join(repr(f'{v}') if isinstance(v, str) else f'{v}' for v in values)})"


INCIDENT_FACT = Table(
    "incident_fact",
    {
        "incident_id": INTEGER,
        "file_no": INTEGER,
        "row_no": INTEGER,
        "source": TEXT,
        "source_id": TEXT,
        "organisation": TEXT,
        "organisation_kind": TEXT,
        "category": TEXT,
        "category_label": TEXT,
        "mixed": SMALLINT,
        "n": INTEGER,
        "start_s": BIGINT,
        "end_s": BIGINT,
        "time_precision": SMALLINT,
        "first_day": INTEGER,
        "last_day": INTEGER,
        "year": SMALLINT,
        "month": SMALLINT,
        "iso_year": SMALLINT,
        "iso_week": SMALLINT,
        "weekday": SMALLINT,
        "hour": SMALLINT,
        "x": INTEGER,
        "y": INTEGER,
        "location_precision": SMALLINT,
        "severity": SMALLINT,
        "observation": SMALLINT,
        "left_out": TEXT,
    },
    key=("incident_id",),
    nullable=frozenset({"x", "y"}),
    rules=(
        "incident_id >= 1",
        "n >= 0",
        "start_s <= end_s",
        "first_day <= last_day",
        "hour BETWEEN -1 AND 23",
        "severity BETWEEN 0 AND 5",
        "mixed IN (0, 1)",
        _among("time_precision", TimePrecision),
        _among("location_precision", LocationPrecision),
        _among("observation", Observation),
        _among("left_out", LeftOut),
    ),
)
INCIDENT_AREA = Table(
    "incident_area",
    {"incident_id": INTEGER, "level": TEXT, "area_code": TEXT},
    key=("incident_id", "level"),
    rules=("level <> ''", "area_code <> ''"),
)
COUNT_FACT = Table(
    "count_fact",
    {
        "count_id": INTEGER,
        "file_no": INTEGER,
        "row_no": INTEGER,
        "source": TEXT,
        "category": TEXT,
        "label": TEXT,
        "area_level": TEXT,
        "area_code": TEXT,
        "area_name": TEXT,
        "first_day": INTEGER,
        "last_day": INTEGER,
        "value": BIGINT,
        "status": TEXT,
        "population": REAL,
        "preliminary": SMALLINT,
    },
    key=("count_id",),
    nullable=frozenset({"value", "population"}),
    rules=(
        "first_day <= last_day",
        "population BETWEEN 0 AND 1e12",
        "preliminary IN (0, 1)",
        _among("status", CellStatus),
        "(status = 'value' AND value IS NOT NULL) OR (status <> 'value' AND value IS NULL)",
    ),
)
REPORT_DAY = Table("report_day", {"organisation": TEXT, "day": INTEGER}, key=("organisation", "day"))
# reporter_id holds the areas of one agreement together: an organisation may have several, one after another.
REPORTER = Table(
    "reporter",
    {
        "reporter_id": INTEGER,
        "organisation": TEXT,
        "organisation_kind": TEXT,
        "level": TEXT,
        "area_code": TEXT,
        "first_day": INTEGER,
        "last_day": INTEGER,
        "cadence": TEXT,
    },
    key=("reporter_id", "level", "area_code"),
    nullable=frozenset({"last_day"}),
    rules=(_among("cadence", Cadence),),
)
TABLES = (INCIDENT_FACT, INCIDENT_AREA, COUNT_FACT, REPORT_DAY, REPORTER)


def create_sql(table: Table) -> str:
    """`CREATE TABLE` for one table. No index: the facts are written once and read in whole columns."""
    columns = [f"{name} {kind}{'' if name in table.nullable else ' NOT NULL'}" for name, kind in table.columns.items()]
    rules = [f"CHECK ({rule})" for rule in table.rules]
    return f"CREATE TABLE {table.name} (\n    " + ",\n    ".join(columns + rules) + "\n)"


def select_sql(table: Table, names: Iterable[str] | None = None) -> str:
    """All rows of one table in the order of its key; the columns `names`, all if None."""
    listed = ", ".join(table.columns if names is None else names)
    return f"SELECT\n    {listed}\nFROM {table.name}\nORDER BY {', '.join(table.key)}"


@dataclass(frozen=True)
class DateParts:
    """The parts of the days incidents count on; arrays of equal length n, int16 (the years of any date fit)."""

    year: NDArray[np.int16]
    month: NDArray[np.int16]
    iso_year: NDArray[np.int16]
    iso_week: NDArray[np.int16]
    weekday: NDArray[np.int16]


def date_parts(
    last_day: NDArray[np.integer], first_day: NDArray[np.integer], time_precision: NDArray[np.integer]
) -> DateParts:
    """Year, month, ISO year, ISO week and weekday (1 = Monday) of `last_day`; days count from 1970-01-01, shapes (n,).

    Where only the month is known, ISO year, week and weekday are 0; where an interval spans more than one local day,
    the weekday is 0. An ISO week belongs to the year that holds its Thursday (ISO 8601).
    """
    day = np.asarray(last_day, np.int64)
    since_monday = (day + 3) % 7
    thursday = day - since_monday + 3
    iso_year = _year(thursday)
    new_year = (iso_year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    has_week = np.asarray(time_precision) != TimePrecision.MONTH
    spans_days = (np.asarray(time_precision) == TimePrecision.INTERVAL) & (np.asarray(first_day) != day)
    return DateParts(
        year=_year(day).astype(np.int16),
        month=month.astype(np.int16),
        iso_year=np.where(has_week, iso_year, 0).astype(np.int16),
        iso_week=np.where(has_week, (thursday - new_year) // 7 + 1, 0).astype(np.int16),
        weekday=np.where(has_week & ~spans_days, since_monday + 1, 0).astype(np.int16),
    )


def _year(day: NDArray[np.int64]) -> NDArray[np.int64]:
    return day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
