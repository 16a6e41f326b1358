"""Which column of an unknown table says when it happened; where that cannot be told, a question and no guess."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tryggve.catalog import read_toml
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.domain.spelling import fold
from tryggve.ingest.guessed_columns import ENOUGH, GuessedColumns
from tryggve.ingest.profile_record import toml_text


def choose_time(guess: GuessedColumns, file_name: str) -> bool:
    """Take the column of the time, if there is one; FileError where several columns of dates may be it.

    A heading that says that it is when it happened decides. When it was reported is used only where the file has no
    other date, with a note; when it was dealt with, or when a form was sent in, never.
    """
    reported = _set_aside_others(guess)
    _tidy(guess)
    chosen = next((guess.columns[name][0] for name in ("time", "date", "month") if name in guess.columns), None)
    rivals = [heading for heading, looks in guess.free().items() if looks.days >= ENOUGH]
    if chosen is not None:
        if rivals and "to" not in guess.columns and fold(chosen) not in _known("sure"):
            raise _which([chosen, *rivals], file_name)
        return True
    if rivals:
        if len(rivals) > 1 or reported:
            raise _which([*rivals, *reported], file_name)
        guess.take("time", rivals[0], _("the only column of dates"))
        return True
    if len(reported) > 1:
        raise _which(reported, file_name)
    for heading in reported:
        guess.take("time", heading, _("it says when it was reported; when it happened is not in the file"))
    return bool(reported)


def _set_aside_others(guess: GuessedColumns) -> list[str]:
    """Set columns of other times aside; the columns of when it was reported are returned."""
    free = {fold(heading): heading for heading in guess.looks}
    opened = _known("opened") if _known("of_forms") & free.keys() else frozenset()
    dates = {spelling: heading for spelling, heading in free.items() if guess.looks[heading].days >= ENOUGH}
    reported = [heading for spelling, heading in dates.items() if spelling in _known("reported") | opened]
    guess.set_aside([*reported, *(heading for spelling, heading in free.items() if spelling in _known("handled"))])
    for name in ("time", "to", "date", "clock", "month"):
        guess.by_heading("incidents", name)
    return reported


def _tidy(guess: GuessedColumns) -> None:
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


def _which(headings: Sequence[str], file_name: str) -> FileError:
    return FileError(
        _("Several columns of {file} hold dates, and it cannot be told which says when it happened: {columns}.").format(
            file=file_name, columns=", ".join(headings)
        ),
        profile_example(time=headings[0]),
    )


def profile_example(**columns: str) -> str:
    """How to go on: a profile with the columns that are known, to be mended and given with --profile."""
    shown = {"time": "…", "category": "…"} | columns
    return "\n".join((
        _("Write a profile that names the columns, save it as profil.toml and give it with --profile profil.toml:"),
        'name = "min"',
        'kind = "incidents"',
        'unknown_category = "ovrigt"',
        "[columns]",
        *(f"{name} = {toml_text(heading)}" for name, heading in shown.items()),
    ))  # fmt: skip


@cache
def _known(name: str) -> frozenset[str]:
    return frozenset(map(fold, read_toml("headings.toml")["times"][name]))
