"""Organisations as they are filled in: a list like reporters.csv, from a form, pasted, or as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tryggve.domain.area import AreaRegister
from tryggve.domain.calendar_days import day_date
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.language import N_, _
from tryggve.domain.organisation import MAY_BE_PRIVATE, organisation_kinds
from tryggve.domain.row_error import FileError, RowError
from tryggve.ingest.reporters import is_reporters, read_reporters
from tryggve.ingest.tables import read

CADENCES: tuple[tuple[str, str], ...] = (
    (Cadence.WEEKLY, N_("every week")),
    (Cadence.FORTNIGHTLY, N_("every other week")),
    (Cadence.MONTHLY, N_("every month")),
    ("", N_("does not report")),
)
"""How often an organisation is to report, in words (msgid)."""

_HEADINGS = ("organisation", "organisationstyp", "omraden", "fran", "till", "takt")


@dataclass(frozen=True)
class Wanted:
    """An organisation that is to take part, and what it promises; one with several promises has a row for each.

    `unsaid`: a list told only its kind, of which there are both authorities and others; until somebody has said which
    it is, it is none. `areas` are codes or names with | between, "" the whole municipality. `cadence` "" for one that
    does not report; `first` "" from the day on which it is brought in.
    """

    name: str
    kind: str
    private: bool
    cadence: str
    areas: str = ""
    first: str = ""
    last: str = ""
    unsaid: bool = False

    def plain(self) -> dict[str, object]:
        """As it is kept."""
        return asdict(self)


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of organisations for a form, in the current language."""
    return [(kind.code, kind.name) for kind in organisation_kinds().values()]


def cadence_choices() -> list[tuple[str, str]]:
    """Cadences for a form, in the current language."""
    return [(str(code), _(words)) for code, words in CADENCES]


def as_csv(wanted: Iterable[Wanted], today: dt.date) -> str:
    """Those that report, as the list that `tryggve import` reads too; from `today` where no first day is said."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=";", lineterminator="\n")
    out.writerow(_HEADINGS)
    for one in wanted:
        if one.cadence:
            out.writerow((one.name, one.kind, one.areas, one.first or today.isoformat(), one.last, one.cadence))
    return text.getvalue()


def reporters_of(
    wanted: Sequence[Wanted], register: AreaRegister | None, today: dt.date
) -> tuple[tuple[Reporter, ...], tuple[RowError, ...]]:
    """The promises to report, and what is wrong with any of them."""
    if not any(one.cadence for one in wanted):
        return (), ()
    return _read(as_csv(wanted, today).encode(), register)


def wanted_of(content: bytes, register: AreaRegister | None) -> tuple[list[Wanted], tuple[RowError, ...]]:
    """A list that was pasted or sent, and what is wrong with its other rows. FileError for what is no such list."""
    reporters, errors = _read(content, register)
    return [_wanted(one) for one in reporters], errors


def _wanted(one: Reporter) -> Wanted:
    may_be_either = one.organisation_kind in MAY_BE_PRIVATE
    return Wanted(
        name=one.organisation, kind=one.organisation_kind, private=may_be_either, unsaid=may_be_either,
        cadence=str(one.cadence), areas="|".join(code for _level, code in one.areas), first=_day(one.first_day),
        last=_day(one.last_day),
    )  # fmt: skip


def said_of(wanted: Sequence[Wanted], number: str, *, authority: bool) -> list[Wanted]:
    """The list when somebody has said which one of them is, in all its rows."""
    name = wanted[int(number)].name if number.isascii() and number.isdecimal() and int(number) < len(wanted) else None
    return [replace(one, private=not authority, unsaid=False) if one.name == name else one for one in wanted]


def as_said_before(added: Sequence[Wanted], before: Sequence[Wanted]) -> list[Wanted]:
    """A list that is sent again asks nothing that has been answered of the same organisation."""
    known = {(one.name, one.kind): one.private for one in before if not one.unsaid}
    return [
        replace(one, private=known[one.name, one.kind], unsaid=False) if (one.name, one.kind) in known else one
        for one in added
    ]


def unsaid_in(wanted: Iterable[Wanted]) -> dict[str, int]:
    """Those of which nobody has said whether they are authorities: name → place in the list."""
    return {one.name: number for number, one in enumerate(wanted) if one.unsaid}


def _day(number: int | None) -> str:
    return "" if number is None else day_date(number).isoformat()


def _read(content: bytes, register: AreaRegister | None) -> tuple[tuple[Reporter, ...], tuple[RowError, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rapportorer.csv"
        path.write_bytes(content)
        table = read(path)
    if not is_reporters(table):
        raise FileError(
            _("This is not a list of organisations that report."),
            _("The first row must hold the headings {headings}.").format(headings="; ".join(_HEADINGS)),
        )
    reporters, errors = read_reporters(table, register)
    return reporters, (*table.errors, *errors)
