"""A report as the store takes it: the one place where the web meets the store's way in."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from tryggve.domain.incident import Observation
from tryggve.domain.new_report import NewReport, report_row
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import SaidTime
from tryggve.store.database.actions.report import Added, add_report, nothing_to_report
from tryggve.store.database.actions.undo import undo_batch
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import flags_of

SOURCE = "EST"
"""What the store calls reports of the people who take part; files in the format of EST bear the same name."""


@dataclass(frozen=True)
class Sending:
    """A report that has been checked; `mark` tells by which areas `place` was found.

    `flags`: the kinds of personal data seen in the text, with blanks between; None where nobody has looked yet.
    """

    id: uuid.UUID
    category: str
    place: SaidPlace
    time: SaidTime
    mark: int
    place_words: str = ""
    severity: int = 0
    observation: Observation = Observation.UNKNOWN
    n: int = 1
    text: str = ""
    repeated: bool | None = None
    done: list[str] = field(default_factory=list)
    same: bool = False
    flags: str | None = None


def log_name(organisation: Organisation) -> str:
    """How the log names whoever reports: by organisation alone, whatever their role."""
    return f"rapportör, {organisation.name}"


def arrive(sending: Sending, organisation: Organisation, *, at: dt.datetime) -> Added:
    """Bring a report into the store. FileError where it does not take it."""
    row = report_row(
        report_id=str(sending.id), source=SOURCE, organisation=organisation.name, organisation_kind=organisation.kind,
        category=sending.category, time=sending.time, place=sending.place, n=sending.n, severity=sending.severity,
        observation=sending.observation, text=sending.text, place_words=sending.place_words,
    )  # fmt: skip
    seen = flags_of(sending.text) if sending.flags is None else sending.flags
    report = NewReport(row, flags={sending.text: seen} if seen else {}, areas_mark=sending.mark)
    return add_report(here(), report=report, by=log_name(organisation), at=at)


def arrive_nothing(report_id: uuid.UUID, organisation: Organisation, *, day: dt.date, at: dt.datetime) -> Added:
    """The organisation has nothing to report for the time up to a day."""
    return nothing_to_report(
        here(), organisation=organisation.name, organisation_kind=organisation.kind, source=SOURCE, day=day,
        uuid=str(report_id), by=log_name(organisation), at=at,
    )  # fmt: skip


def depart(batch: int, organisation: Organisation, *, at: dt.datetime) -> None:
    """A report is taken back, its words with it."""
    undo_batch(here(), batch=batch, by=log_name(organisation), why="", at=at, erase=True)
