"""A profile for a file that no shipped one fits, from its headings and what its cells look like."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.column_looks import looks_of
from tryggve.ingest.guessed_columns import ENOUGH, GuessedColumns
from tryggve.ingest.profile_record import COUNT_FIELDS, INCIDENT_FIELDS, Kind, Profile
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.recognition import period_headings

# SWEREF 99 TM: northings of Sweden are millions, eastings hundreds of thousands; the two ranges do not meet.
_NORTHINGS, _EASTINGS = (6_100_000, 7_700_000), (200_000, 950_000)
_LATITUDES, _LONGITUDES = (55, 70), (10, 25)
_MOST_KINDS = 60
_OF_LONG_FORM = ("period", "year", "quarter", "month", "week", "value")


def guess_columns(table: RawTable) -> Profile:
    """A guessed profile whose `notes` explain every column; FileError when not even the time can be told."""
    looks = {heading: looks_of(column) for heading, column in table.columns.items()}
    profile = _counts(GuessedColumns(looks)) or _incidents(GuessedColumns(looks))
    if profile is None:
        raise FileError(
            _("It cannot be told what the columns of {file} mean: {columns}.").format(
                file=table.file.name, columns=", ".join(table.columns) or "–"
            ),
            _("Write a profile that names the column of the time, for example:") + "\n" + _EXAMPLE,
        )
    return profile


_EXAMPLE = 'name = "min"\nkind = "incidents"\nunknown_category = "ovrigt"\n[columns]\ntime = "…"\ncategory = "…"'


def _incidents(guess: GuessedColumns) -> Profile | None:
    _coordinates(guess)
    for name in INCIDENT_FIELDS:
        if name not in guess.columns and name not in ("x", "y", "lon", "lat"):
            guess.by_heading("incidents", name)
    _tidy_times(guess)
    if not any(name in guess.columns for name in ("time", "date", "month")):
        times = [heading for heading, looks in guess.free().items() if looks.times >= ENOUGH]
        if len(times) != 1:
            return None
        guess.take("time", times[0], _("the only column of dates"))
    if "category" not in guess.columns:
        _category_by_content(guess)
    return Profile(
        name="gissad",
        kind=Kind.INCIDENTS,
        title={"sv": "Gissad profil", "en": "Guessed profile"},
        unknown_category="ovrigt",
        missing=("NA",),
        columns={name: guess.columns[name] for name in INCIDENT_FIELDS if name in guess.columns},
        notes=guess.notes(INCIDENT_FIELDS),
    )


def _tidy_times(guess: GuessedColumns) -> None:
    """One way to tell the time: an instant goes before date and clock, these before a month alone."""
    columns = guess.columns
    if (
        {"time", "clock"} <= set(columns)
        and guess.looks[columns["time"][0]].clocks < 1 - ENOUGH
        and "to" not in columns
    ):
        guess.move("time", "date")
    surplus = {"time": "date clock month", "date": "month"}
    first = next((name for name in surplus if name in columns), "")
    for name in surplus.get(first, "clock").split():
        guess.drop(name)
    if "time" not in columns:
        guess.drop("to")


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
    """A column of few different words, when there is only one such column."""
    few = [
        heading
        for heading, looks in guess.free().items()
        if 2 <= looks.distinct <= _MOST_KINDS and looks.distinct * 5 <= looks.filled and looks.numbers < 0.1
        and looks.times < 0.1
    ]  # fmt: skip
    if len(few) == 1:
        guess.take("category", few[0], _("the only column of few different words"))


def _counts(guess: GuessedColumns) -> Profile | None:
    periods = period_headings(guess.looks)
    cells = [guess.looks[heading].counts for heading in periods]
    wide = len(periods) >= 2 and min(cells) >= ENOUGH
    for name in COUNT_FIELDS:
        if not wide or name not in _OF_LONG_FORM:
            guess.by_heading("counts", name)
    columns = guess.columns
    dated = any(looks.days >= ENOUGH for heading, looks in guess.looks.items() if heading not in periods)
    long = "value" in columns and ("period" in columns or "year" in columns) and not dated
    if not (wide and ("area" in columns or "category" in columns)) and not long:
        return None
    return Profile(
        name="gissad",
        kind=Kind.COUNTS,
        title={"sv": "Gissad profil", "en": "Guessed profile"},
        wide=wide,
        columns={name: columns[name] for name in COUNT_FIELDS if name in columns},
        notes=guess.notes(COUNT_FIELDS),
    )
