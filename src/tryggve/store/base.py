"""What every store answers, whichever engine lies beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from operator import index
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.count import Count
from tryggve.domain.coverage import OrganisationCoverage, Reporter

_TEXTS = ("categories", "sources", "organisation_kinds", "organisations", "left_out", "area")
_NUMBERS = ("location_precisions", "time_precisions", "box")
_NUMBER = ("first_day", "last_day", "min_severity")


@dataclass(frozen=True)
class Selection:
    """Which incidents: all limits hold at once, None is no limit, an empty tuple is met by no incident.

    `first_day`..`last_day` (days since 1970-01-01, both included) are held against the day an incident counts on, its
    `last_day`. `area` is (level, code); the code "" means those that have no area at the level. `min_severity` leaves
    out unknown severity (0); `known_severity` True or False keeps only the known or the unknown. `box` is
    (x0, y0, x1, y1) in metres, x0 and y0 included, x1 and y1 not; incidents without coordinates lie in no box.
    `left_out` says which reasons for being left out are let in: only "" (what counts) unless stated.

    TypeError for a limit of another type (a text instead of a tuple of texts, a float), ValueError for a text with NUL.
    """

    first_day: int | None = None
    last_day: int | None = None
    categories: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    organisation_kinds: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    area: tuple[str, str] | None = None
    location_precisions: tuple[int, ...] | None = None
    time_precisions: tuple[int, ...] | None = None
    min_severity: int | None = None
    known_severity: bool | None = None
    box: tuple[int, int, int, int] | None = None
    left_out: tuple[str, ...] | None = ("",)

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None:
                object.__setattr__(self, field.name, _checked(field.name, value))

    def but(self, **limits: Any) -> Selection:
        """The same selection with other limits in some places."""
        return replace(self, **limits)


def _checked(name: str, value: Any) -> Any:
    """The limit in its plain form: exact int, tuple of int or tuple of str (numpy integers and enums become plain)."""
    if name == "known_severity":
        return bool(value)
    if name in _NUMBER:
        return index(value)
    if isinstance(value, str):
        raise TypeError(f"Selection.{name}: give a tuple of texts, not the text {value!r}")
    if name in _NUMBERS:
        checked: tuple[Any, ...] = tuple(index(number) for number in value)
    else:
        checked = tuple(_plain_text(name, text) for text in value)
    wanted = {"area": 2, "box": 4}.get(name)
    if wanted is not None and len(checked) != wanted:
        raise ValueError(f"Selection.{name}: expected {wanted} values, got {len(checked)}")
    return checked


def _plain_text(name: str, text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError(f"Selection.{name}: expected text, got {text!r}")
    if "\0" in text:
        raise ValueError(f"Selection.{name}: a text cannot hold the character NUL")
    return str.__str__(text)


@dataclass(frozen=True)
class Points:
    """Incidents with a place that a map may show, ordered by `incident_id`; arrays of equal length, all int64.

    `x`, `y` are metres in the store's working CRS, `n` the number of events each stands for.
    """

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    n: NDArray[np.int64]
    incident_id: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True)
class Spots:
    """Incidents for a map to draw one by one: arrays of equal length, int64, and the category of each.

    `x`, `y` are metres in the store's working CRS, `location_precision` holds `LocationPrecision.POINT` or `STREET`.
    """

    incident_id: NDArray[np.int64]
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    n: NDArray[np.int64]
    location_precision: NDArray[np.int64]
    categories: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]]) -> Spots:
        """From rows of `query.spots_sql`."""
        ids, x, y, n, precision = np.array([row[:5] for row in rows], np.int64).reshape(-1, 5).T
        return cls(ids, x, y, n, precision, tuple(str(row[5]) for row in rows))

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True)
class Times:
    """When incidents happened, ordered by incident id; arrays of equal length, all int64.

    `start_s`, `end_s` are UTC epoch seconds (equal for an instant); `time_precision` holds `TimePrecision` values.
    """

    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    n: NDArray[np.int64]
    time_precision: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.n)


@dataclass(frozen=True)
class EventColumns:
    """Incidents for analysis, ordered by day and id; arrays of equal length, all int64.

    `area`, `category`, `organisation`, `organisation_kind` and `source` are indices into the tuples of the same names
    in the plural; the area "" means none at the level. `day` is the day an incident counts on, `first_day` the first
    it may have happened on. `x`, `y` are `incident_table.NO_COORDINATE` where there is no place a map may show.
    """

    incident_id: NDArray[np.int64]
    area: NDArray[np.int64]
    category: NDArray[np.int64]
    organisation: NDArray[np.int64]
    organisation_kind: NDArray[np.int64]
    source: NDArray[np.int64]
    day: NDArray[np.int64]
    first_day: NDArray[np.int64]
    n: NDArray[np.int64]
    severity: NDArray[np.int64]
    time_precision: NDArray[np.int64]
    location_precision: NDArray[np.int64]
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    areas: tuple[str, ...]
    categories: tuple[str, ...]
    organisations: tuple[str, ...]
    organisation_kinds: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, columns: Sequence[NDArray[np.int64]], names: Sequence[tuple[str, ...]]) -> EventColumns:
        """From the columns of `query_events.events_sql` and the texts that they number, in their order."""
        values: list[Any] = [*columns, *names]
        return cls(*values)

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True)
class Extent:
    """What the selected incidents span. `first_day`..`last_day` are the days they count on, None where there are none.

    `incidents` is the sum of n. `box` is (x0, y0, x1, y1), half-open, around the points a map may show, or None.
    """

    first_day: int | None
    last_day: int | None
    incidents: int
    box: tuple[int, int, int, int] | None


class Store(Protocol):
    """Incidents, tables of counts and reporters, read only. All engines answer alike; tests hold them to it."""

    def counts(self, by: Sequence[str], where: Selection = ...) -> dict[tuple[int | str, ...], int]:
        """Sum of n for each combination of `by` (columns in `query.GROUPS` or "area:<level>") that occurs.

        An incident without an area at the level gives "". `by=()` gives {(): total}. ValueError for an unknown name.
        """

    def points(self, where: Selection = ...) -> Points:
        """Incidents with coordinates and `point` or `street` precision, whatever else `where` lets in."""

    def spots(self, where: Selection = ..., limit: int | None = None) -> Spots:
        """What `points` gives with the kind of each, the latest `limit` (all if None), latest first, then by id."""

    def times(self, where: Selection = ...) -> Times:
        """When the incidents happened, of any time precision that `where` lets in."""

    def events(self, level: str, where: Selection = ...) -> EventColumns:
        """The incidents with their area at a level, as arrays for analysis; no free text."""

    def extent(self, where: Selection = ...) -> Extent:
        """Days, number and box of the incidents."""

    def levels(self) -> list[str]:
        """The area levels that any incident has an area at, sorted."""

    def report_days(self, first_day: int | None = None, last_day: int | None = None) -> dict[str, list[int]]:
        """Per organisation the sorted local days it reported on, "nothing to report" and left-out rows included.

        With `first_day` and `last_day` (both or none) only the days between them, both included.
        A row dated in the future (`forecast`) is no sign that a report came on that day and is not among them.
        """

    def reporters(self) -> list[Reporter]:
        """The agreements to report, in the order of the register."""

    def coverage(self, first_day: int, last_day: int) -> list[OrganisationCoverage]:
        """Expected and received reports per reporter that owed any within the days, in the order of the register."""

    def table_counts(self, source: str | None = None) -> list[Count]:
        """The cells of the tables of counts, of one source or all, in file order; sources are never added."""

    def rows(self, where: Selection = ..., limit: int | None = None) -> list[dict[str, int | str | None]]:
        """The facts (columns of `incident_fact`) of the first `limit` incidents by incident id, all if None."""

    def fingerprint(self) -> str:
        """SHA-256 (hex) over every fact in the store; the same whichever engine holds them. Free text is no fact."""
