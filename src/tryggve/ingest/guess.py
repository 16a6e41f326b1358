"""A profile for a file that no shipped one fits, from its headings and what its cells look like."""

from __future__ import annotations

from functools import cache

from tryggve.catalog import read_toml
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.domain.spelling import fold
from tryggve.ingest.column_looks import looks_of
from tryggve.ingest.date_order import DateOrder, proven_order
from tryggve.ingest.guessed_columns import ENOUGH, GuessedColumns, may_be_categories
from tryggve.ingest.guessed_time import choose_time, profile_example
from tryggve.ingest.period_headings import heading_periods, months_without_year
from tryggve.ingest.profile_record import COUNT_FIELDS, INCIDENT_FIELDS, Kind, Profile
from tryggve.ingest.raw_table import RawTable, shown_heading

# SWEREF 99 TM: northings of Sweden are millions, eastings hundreds of thousands; the two ranges do not meet.
_NORTHINGS, _EASTINGS = (6_100_000, 7_700_000), (200_000, 950_000)
_LATITUDES, _LONGITUDES = (55, 70), (10, 25)
_OF_LONG_FORM = ("period", "year", "quarter", "month", "week", "value")
_OF_TIME = ("time", "to", "date", "clock", "month")


def guess_columns(table: RawTable) -> Profile:
    """A guessed profile whose `notes` explain every column.

    FileError, with what is needed, when it cannot be told when or what: a table of something else is no list of
    reports.
    """
    order = proven_order(table.columns.values())
    stated = "" if order is DateOrder.OPEN else order.value
    looks = {heading: looks_of(column, stated) for heading, column in table.columns.items()}
    return _counts(GuessedColumns(looks), table) or _incidents(GuessedColumns(looks), table, order)


def _incidents(guess: GuessedColumns, table: RawTable, order: DateOrder) -> Profile:
    guess.set_aside(heading for heading in guess.looks if _personal(heading))
    _coordinates(guess)
    if not choose_time(guess, table.file.name):
        raise _no_time(table, order)
    for name in INCIDENT_FIELDS:
        if name not in guess.columns and name not in ("x", "y", "lon", "lat", *_OF_TIME):
            guess.by_heading("incidents", name)
    if "category" not in guess.columns:
        _category_by_content(guess)
    if not {"category", "x", "lon", "latlon"} & set(guess.columns):
        raise _no_category(table, guess)
    return Profile(
        name="gissad",
        kind=Kind.INCIDENTS,
        title={"sv": "Gissad profil", "en": "Guessed profile"},
        unknown_category="ovrigt",
        missing=("NA",),
        date_order="" if order is DateOrder.OPEN else order.value,
        columns={name: guess.columns[name] for name in INCIDENT_FIELDS if name in guess.columns},
        notes=guess.notes(INCIDENT_FIELDS),
    )


def _no_time(table: RawTable, order: DateOrder) -> FileError:
    if order is DateOrder.OPEN:
        return FileError(
            _("The dates of {file} are written like 2/3 2025, and it cannot be told whether day or month stands first.")
            .format(file=table.file.name),
            _('Write them as 2025-03-02, or state date_order = "dmy" in a profile.') + "\n" + profile_example(),
        )  # fmt: skip
    return FileError(
        _("It cannot be told what the columns of {file} mean: {columns}.").format(
            file=table.file.name, columns=", ".join(map(shown_heading, table.columns)) or "–"
        ),
        profile_example(),
    )


def _no_category(table: RawTable, guess: GuessedColumns) -> FileError:
    time = next(guess.columns[name][0] for name in ("time", "date", "month") if name in guess.columns)
    return FileError(
        _("No column of {file} tells what happened: {columns}. Is it a list of reports?").format(
            file=table.file.name, columns=", ".join(map(shown_heading, table.columns))
        ),
        profile_example(time=time),
    )


def _coordinates(guess: GuessedColumns) -> None:
    """Coordinates by what the numbers can be; headings decide only where the numbers do not contradict them."""
    for spans, names, why in (
        ((_EASTINGS, _NORTHINGS), ("x", "y"), _("the numbers are metres in SWEREF 99 TM")),
        ((_LONGITUDES, _LATITUDES), ("lon", "lat"), _("the numbers are degrees in Sweden")),
    ):
        if pair := guess.pair_in(*spans):
            for name, heading in zip(names, pair, strict=True):
                guess.take(name, heading, why)
            return
    for first, second in (("lon", "lat"), ("x", "y")):
        for name in (first, second):
            guess.by_heading("incidents", name)
        if first in guess.columns and second in guess.columns:
            return
        for name in (first, second):
            guess.drop(name)


def _category_by_content(guess: GuessedColumns) -> None:
    """A column of few different words half of which are known categories, when there is only one such column."""
    few = [
        heading
        for heading, looks in guess.free().items()
        if may_be_categories(looks) and looks.categories >= 0.5 and looks.numbers < 0.1 and looks.times < 0.1
    ]
    if len(few) == 1:
        guess.take("category", few[0], _("the only column of known categories"))


def _counts(guess: GuessedColumns, table: RawTable) -> Profile | None:
    periods = tuple(heading_periods(guess.looks))
    cells = [guess.looks[heading].counts for heading in periods]
    wide = len(periods) >= 2 and min(cells) >= ENOUGH
    for name in COUNT_FIELDS:
        if not wide or name not in _OF_LONG_FORM:
            guess.by_heading("counts", name)
    columns = guess.columns
    dated = any(looks.days >= ENOUGH for heading, looks in guess.looks.items() if heading not in periods)
    long = "value" in columns and ("period" in columns or "year" in columns) and not dated
    named = "area" in columns or "category" in columns
    _refuse_months_without_year(guess, table, named and not (wide or long or dated))
    if not (wide and named) and not long:
        return None
    return Profile(
        name="gissad",
        kind=Kind.COUNTS,
        title={"sv": "Gissad profil", "en": "Guessed profile"},
        wide=wide,
        columns={name: columns[name] for name in COUNT_FIELDS if name in columns},
        notes=guess.notes(COUNT_FIELDS),
    )


def _refuse_months_without_year(guess: GuessedColumns, table: RawTable, may_be: bool) -> None:
    months = [heading for heading in months_without_year(guess.looks) if guess.looks[heading].counts >= ENOUGH]
    if may_be and len(months) >= 2:
        raise FileError(
            _("The columns of {file} name months or weeks but no year: {columns}.").format(
                file=table.file.name, columns=", ".join(map(shown_heading, months))
            ),
            _("Write the year in the headings: 2025-01 or jan 2025, 2025-W05 or 2025 v. 5."),
        )


@cache
def _personal_words() -> frozenset[str]:
    return frozenset(map(fold, read_toml("headings.toml")["personal"]["words"]))


def _personal(heading: str) -> bool:
    """Whether a heading speaks of a person: name, e-mail, telephone."""
    return not _personal_words().isdisjoint(fold(heading).split())
