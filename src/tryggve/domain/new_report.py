"""One report on its way into a store, as somebody gave it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tryggve.domain.incident import Incident, LeftOut, Observation
from tryggve.domain.left_out import reason_of
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import SaidTime

_NOWHERE = SaidPlace()
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MAY_BEGIN_AS = frozenset(LeftOut) - {LeftOut.MERGED}


@dataclass(frozen=True)
class NewReport:
    """A report, and per text and per place the kinds of personal data seen in it (with blanks).

    Its id is a UUID that whoever wrote it made, in small letters with dashes: the same id again is the same report.
    `areas_mark` tells by which areas it was placed (`store.database.actions.imports.areas_mark`).
    """

    incident: Incident
    flags: Mapping[str, str] = field(default_factory=dict)
    place_flags: Mapping[str, str] = field(default_factory=dict)
    areas_mark: int | None = None

    def __post_init__(self) -> None:
        if not is_report_id(self.incident.source_id):
            raise ValueError("NewReport: the id is no UUID in small letters")
        if LeftOut(self.incident.left_out) not in MAY_BEGIN_AS:
            raise ValueError("NewReport: only a report that the store has can be merged")


def is_report_id(text: str) -> bool:
    """Whether a text is a UUID as it is written out: each has one spelling, or one report would be two."""
    return _UUID.fullmatch(text) is not None


def report_row(
    *, report_id: str, source: str, organisation: str, organisation_kind: str, time: SaidTime,
    place: SaidPlace = _NOWHERE, category: str = "", n: int = 1, severity: int = 0,
    observation: Observation = Observation.UNKNOWN, left_out: LeftOut | None = None, text: str = "",
    place_words: str = "", title: str = "",
) -> Incident:  # fmt: skip
    """The row of one report. Why it is left out follows from category and place, unless stated."""
    reason = reason_of(category) or (LeftOut.ELSEWHERE if place.elsewhere else LeftOut.NONE)
    return Incident(
        incident_id=1, file_no=1, row_no=1, source=source, source_id=report_id, organisation=organisation,
        organisation_kind=organisation_kind, category=category, category_label="", mixed=False, n=n,
        start_s=time.start_s, end_s=time.end_s, time_precision=time.time_precision, first_day=time.first_day,
        last_day=time.last_day, hour=time.hour, x=place.x, y=place.y, location_precision=place.location_precision,
        areas=tuple(sorted(place.areas.items())), severity=severity, observation=observation,
        left_out=reason if left_out is None else left_out, text=text, said_x=place.said_x, said_y=place.said_y,
        said_precision=place.said_precision, said_area=place.said_area, said_place=place_words, said_title=title,
    )  # fmt: skip
