"""The incident: one report of something that happened at a place and a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class TimePrecision(IntEnum):
    """How well the time of an incident is known."""

    INSTANT = 1  # to the hour or better
    INTERVAL = 2  # between two instants
    DAY = 3
    MONTH = 4


class LocationPrecision(IntEnum):
    """How well the place of an incident is known; a centroid is never a point."""

    POINT = 1
    STREET = 2
    AREA = 3
    MUNICIPALITY = 4
    UNKNOWN = 5


class Observation(IntEnum):
    """Whether the reporter saw it or was told of it."""

    UNKNOWN = 0
    OWN = 1
    SECOND_HAND = 2


class LeftOut(StrEnum):
    """Why a valid row is stored but not counted in the picture; empty means that it counts."""

    NONE = ""
    OUTSIDE_EST = "outside_est"  # traffic accident, rescue, information
    SUMMARY = "summary"  # several events in one text: held back
    NOTHING_TO_REPORT = "nothing_to_report"  # coverage, not an event
    RUMOUR = "rumour"  # signal class: never counted as an event
    FORECAST = "forecast"  # lies in the future
    ELSEWHERE = "elsewhere"  # in another municipality: a county's file holds them all
    HELD_BACK = "held_back"  # waits for a person
    MERGED = "merged"  # tells of the same event as another report: that one counts


MAPPABLE = (LocationPrecision.POINT, LocationPrecision.STREET)
"""The only precisions that density and maps of points may use."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as rows and the slow store see it. Times are UTC epoch seconds, days are days since 1970-01-01.

    `first_day`..`last_day` are the possible local days. The incident is counted on `last_day`: the day it is known
    to have happened at the latest, so that a later report never changes an earlier period.

    `said_…` is what the report itself says of the place: metres in the store's CRS, a `LocationPrecision` or 0, and
    texts. The other columns of place follow from it and the areas known, and can be found anew when areas change.
    The texts may hold an address: like `text` they are no facts.
    """

    incident_id: int
    file_no: int
    row_no: int
    source: str
    source_id: str
    organisation: str
    organisation_kind: str
    category: str
    category_label: str
    mixed: bool
    n: int
    start_s: int
    end_s: int
    time_precision: TimePrecision
    first_day: int
    last_day: int
    hour: int
    x: int | None
    y: int | None
    location_precision: LocationPrecision
    areas: tuple[tuple[str, str], ...]
    severity: int
    observation: Observation
    left_out: LeftOut
    text: str
    said_x: int | None = None
    said_y: int | None = None
    said_precision: int = 0
    said_area: str = ""
    said_place: str = ""
    said_title: str = ""
