"""A finished table of a survey: area, question, share, asked, answered, one number a row, as its maker published it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError, RowError
from tryggve.domain.spelling import fold
from tryggve.domain.survey import WHOLE, SafetySurvey
from tryggve.ingest.numbers import parse_number
from tryggve.ingest.raw_table import RawTable, shown
from tryggve.ingest.survey.answers import only_columns, read_tables

COLUMNS = {
    "area": ("omrade", "area"), "question": ("fraga", "question"), "share": ("andel", "share"),
    "asked": ("tillfragade", "asked"), "answered": ("svarande", "answered"), "low": ("lagre", "low"),
    "high": ("ovre", "high"),
}  # fmt: skip
"""What a column holds → the headings it may have, å, ä and ö written with or without their marks."""

_NEEDED = ("area", "question", "share", "answered")


@dataclass(frozen=True)
class FinishedShare:
    """One published share, of one, with its own limits where the table gives them."""

    question: str
    area: str
    share: float
    asked: int | None
    answered: int
    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class FinishedTable:
    """The shares of all files; `returned` are the rows of each that did not go in."""

    shares: tuple[FinishedShare, ...]
    sha256: tuple[str, ...]
    returned: tuple[tuple[RawTable, tuple[RowError, ...]], ...]


def read_finished(paths: Iterable[Path], design: SafetySurvey) -> FinishedTable:
    """The finished tables of one round. A question and area that stand twice are both given back."""
    found: dict[tuple[str, str], FinishedShare] = {}
    returned, prints = [], []
    for table in read_tables(paths):
        names = _headings(table)
        table = only_columns(table, list(names.values()))
        errors = list(table.errors)
        for i in range(len(table)):
            row = table.row(i)
            try:
                one = _share({what: row[name].strip() for what, name in names.items()}, design)
                if (one.question, one.area) in found:
                    raise _WrongError("area", _("The area and question stand twice."), _("Keep one of the rows."))
                found[one.question, one.area] = one
            except _WrongError as wrong:
                name = names.get(wrong.column, "")
                value = shown(row.get(name, ""))
                errors.append(RowError(int(table.row_numbers[i]), name, value, wrong.what, wrong.how))
        prints.append(table.file.sha256)
        returned.append((table, tuple(sorted(errors, key=lambda one: one.row))))
    if not found:
        first = next((one for _table, errors in returned for one in errors), None)
        why = f"{first.what} {first.how}" if first else _("The files hold no rows.")
        raise FileError(_("No row of the survey could be read."), why)
    return FinishedTable(tuple(found.values()), tuple(prints), tuple(returned))


class _WrongError(Exception):
    def __init__(self, column: str, what: str, how: str) -> None:
        super().__init__(what)
        self.column, self.what, self.how = column, what, how


def _headings(table: RawTable) -> dict[str, str]:
    """Which column of the file holds what."""
    by_fold = {fold(name): name for name in reversed(table.columns)}
    found = {
        what: next(by_fold[fold(name)] for name in names if fold(name) in by_fold)
        for what, names in COLUMNS.items()
        if any(fold(name) in by_fold for name in names)
    }
    missing = [COLUMNS[what][0] for what in _NEEDED if what not in found]
    if missing:
        raise FileError(
            _("{file} has no column {names}.").format(
                file=table.file.name, names=", ".join(f"“{name}”" for name in missing)
            ),
            _("A finished table has the columns {names}.").format(
                names=", ".join(names[0] for names in COLUMNS.values())
            ),
        )
    return found


def _share(row: Mapping[str, str], design: SafetySurvey) -> FinishedShare:
    question = next((one.id for one in design.questions if fold(one.id) == fold(row["question"])), None)
    if question is None:
        raise _WrongError("question", _("The question is not in the design."), _("Write the id of a question there."))
    area = _area(row["area"], design)
    full = 100.0 if design.percent else 1.0
    share, low, high = (_number(row, key, full) for key in ("share", "low", "high"))
    if share is None:
        raise _WrongError("share", _("There is no share."), _("Leave the row out where the share is unknown."))
    answered, asked = _count(row, "answered"), _count(row, "asked")
    if not answered:
        raise _WrongError("answered", _("The number of answers is missing."), _("Write how many answered."))
    if asked is not None and asked < answered:
        raise _WrongError("asked", _("Fewer were asked than answered."), _("Check both numbers."))
    if (low is None) != (high is None) or (low is not None and high is not None and not low <= share <= high):
        raise _WrongError("low", _("The interval does not hold the share."), _("Give both limits, or neither."))
    return FinishedShare(question, area, share / full, asked, answered, _part(low, full), _part(high, full))


def _area(text: str, design: SafetySurvey) -> str:
    if fold(text) in ("", WHOLE, "hela", "totalt", "total"):
        return WHOLE
    for one in design.areas:
        if fold(text) in (fold(one.code), fold(one.name)):
            return one.code
    how = _("Write a code or name of [[areas]], or {whole}.").format(whole=WHOLE)
    raise _WrongError("area", _("The area is not in the design."), how)


def _number(row: Mapping[str, str], key: str, most: float) -> float | None:
    text = row.get(key, "").removesuffix("%").strip()
    if not text:
        return None
    value = parse_number(text)
    if value is None or not 0.0 <= value <= most:
        raise _WrongError(
            key, _("It is no number from 0 to {most}.").format(most=f"{most:g}"),
            _("Write a number; percent = true or false in the design says which scale."),
        )  # fmt: skip
    return value


def _count(row: Mapping[str, str], key: str) -> int | None:
    text = row.get(key, "")
    if not text:
        return None
    value = parse_number(text)
    if value is None or value < 0 or value != int(value):
        raise _WrongError(key, _("It is no whole number."), _("Write the number of persons."))
    return int(value)


def _part(value: float | None, full: float) -> float | None:
    return None if value is None else value / full


def faults_told(errors: Iterable[RowError]) -> Iterator[str]:
    """Each fault in a line: row, column, value, what, and how to mend it."""
    for one in errors:
        place = _("  row {row}, {column}, {value}:").format(row=one.row, column=one.column, value=repr(one.value))
        yield f"{place} {one.what} {one.how}"
