"""What an import brings, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident_table import Coded, IncidentTable


@dataclass(frozen=True)
class ArrivedFile:
    """A file that was read. `read` counts its rows, `held_back` those that wait to be mended and are not in the table.

    `as_new`: its reports without an id are new ones, even where others in the store say the same. `reporters` names
    the organisation of each row of a list of reporters.
    """

    name: str
    sha256: str
    size: int
    profile: str = ""
    read: int = 0
    held_back: int = 0
    notes: tuple[str, ...] = ()
    privacy: dict[str, int] = field(default_factory=dict)
    is_register: bool = False
    as_new: bool = False
    reporters: tuple[str, ...] = ()


Screen = Callable[[Coded], tuple[str, ...]]
"""Per distinct text the kinds of personal data seen in it, with blanks between."""


def no_flags(texts: Coded) -> tuple[str, ...]:
    """Nothing is seen."""
    return ("",) * len(texts.values)


@dataclass(frozen=True)
class Arrival:
    """What was read from files; `file_no` of table and counts numbers `files` from 1.

    `flags` gives, per distinct text, the kinds of personal data that were seen in it, with blanks between. `areas_mark`
    tells by which areas the rows were placed (`imports.areas_mark`).
    """

    table: IncidentTable
    files: tuple[ArrivedFile, ...]
    counts: tuple[Count, ...] = ()
    reporters: tuple[Reporter, ...] = ()
    flags: Screen = no_flags
    areas_mark: int | None = None


@dataclass
class Tally:
    """What became of the rows of one file. `read` = `new` + `updated` + `unchanged` + `held_back`.

    A row of a table holds many numbers: it is updated where one of them is, else new where one of them is. `flagged` of
    the rows that went in hold words in which personal data were seen. `older` of the unchanged rows say what the store
    knows to have been corrected since; `elsewhere` of them are reports without an id that came from another file.
    `gone` of the rows held back are older than what was deleted. `earlier` is the day on which the same file came in
    before (`not_new`: and was not set apart, although that was asked for now), `namesake` the batch in which another
    file of its name brought something.
    """

    name: str
    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    held_back: int = 0
    new_without_id: int = 0
    older: int = 0
    flagged: int = 0
    elsewhere: int = 0
    gone: int = 0
    not_new: bool = False
    earlier: str = ""
    namesake: int = 0


@dataclass(frozen=True)
class Outcome:
    """What an import did. `agreements` counts organisations whose promise to report is new or another than before."""

    batch: int
    files: tuple[Tally, ...]
    agreements: int = 0

    def total(self, name: str) -> int:
        """The sum of one of the numbers of `Tally` over all files."""
        return sum(int(getattr(tally, name)) for tally in self.files)
