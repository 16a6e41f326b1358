"""One report as somebody gives it in a form: placed, screened for personal data, ready for the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tryggve.domain.incident import MAPPABLE, LocationPrecision, Observation
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.language import _
from tryggve.domain.new_report import NewReport, report_row
from tryggve.domain.row_error import FileError
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import SaidTime
from tryggve.ingest.grid import LEVEL, grid_codes
from tryggve.ingest.locate import Locator
from tryggve.ingest.privacy import flags
from tryggve.ingest.privacy_patterns import PersonalData


@dataclass(frozen=True)
class Spot:
    """Where, as a form says it: metres in the store's CRS where a spot is known, an area's code or name, words.

    `precision`: a spot is a point unless it says that it is a street; an area is an area.
    """

    x: int | None = None
    y: int | None = None
    precision: LocationPrecision | None = None
    area: str = ""
    words: str = ""


@dataclass(frozen=True)
class GivenReport:
    """What a form says; `report_id` is the UUID that whoever wrote the report made. See `Incident` for the rest."""

    report_id: str
    source: str
    organisation: str
    organisation_kind: str
    category: str
    time: SaidTime
    spot: Spot = field(default_factory=Spot)
    n: int = 1
    severity: int = 0
    observation: Observation = Observation.UNKNOWN
    text: str = ""


def read_report(given: GivenReport, locator: Locator | None, *, areas_mark: int | None = None) -> NewReport:
    """The report for the store. FileError for a spot far outside all areas.

    `locator` knows the areas of the store (None: it has none); making one takes long, so keep it for as long as
    `areas_mark` (`store.database.actions.imports.areas_mark`) stays what it is.
    """
    spot = given.spot
    row = report_row(
        report_id=given.report_id, source=given.source, organisation=given.organisation,
        organisation_kind=given.organisation_kind, category=given.category, time=given.time,
        place=find_place(spot, locator, given.text), n=given.n, severity=given.severity,
        observation=given.observation, text=given.text, place_words=spot.words,
    )  # fmt: skip
    seen = {given.text: screened(given.text)} if given.text else {}
    seen_place = {spot.words: screened(spot.words, place=True)} if spot.words else {}
    return NewReport(row, seen, seen_place, areas_mark)


def screened(text: str, *, place: bool = False) -> str:
    """The kinds of personal data in a text, with blanks between; in a place an address is what it is there for."""
    (kinds,) = flags(Coded.of([text]))
    return " ".join(sorted(kinds - {PersonalData.ADDRESS.value} if place else kinds))


def find_place(spot: Spot, locator: Locator | None, text: str = "") -> SaidPlace:
    """Where a spot lies, as an import would find it. FileError where it is far outside all areas."""
    stated = _stated(spot)
    x, y = (np.array([NO_COORDINATE if axis is None else axis], np.int32) for axis in (spot.x, spot.y))
    said: dict[str, Any] = {"said_x": spot.x, "said_y": spot.y, "said_precision": int(stated), "said_area": spot.area}
    if locator is None:
        return _on_the_grid(spot, stated, x, y, said)
    area, place, nothing, words = (Coded.of([one]) for one in (spot.area, spot.words, "", text))
    found = locator.locate(x, y, x != NO_COORDINATE, area, place, nothing, words, stated=np.array([stated], np.int8))
    if found.far_outside[0]:
        raise FileError(
            _("The spot lies more than 100 km outside the municipality."), _("Nothing was saved. Choose it again.")
        )
    kept = bool(found.keep_xy[0])
    return SaidPlace(
        x=spot.x if kept else None, y=spot.y if kept else None,
        location_precision=LocationPrecision(int(found.location_precision[0])),
        areas={level: codes[0] for level, codes in found.areas.items() if codes[0]},
        elsewhere=bool(found.elsewhere[0]), **said,
    )  # fmt: skip


def _stated(spot: Spot) -> int:
    """The precision that a form states: 0 where it says nothing but words."""
    if spot.precision is not None:
        return int(spot.precision)
    if spot.x is not None:
        return int(LocationPrecision.POINT)
    return int(LocationPrecision.AREA) if spot.area else 0


def _on_the_grid(spot: Spot, stated: int, x: Any, y: Any, said: dict[str, Any]) -> SaidPlace:
    """A store without areas counts spots in squares; words say nothing to it."""
    if spot.x is None or stated not in MAPPABLE:
        named = LocationPrecision.AREA if spot.area else LocationPrecision.UNKNOWN
        return SaidPlace(location_precision=named, **said)
    square = grid_codes(x, y, np.ones(1, bool))[0]
    return SaidPlace(
        x=spot.x, y=spot.y, location_precision=LocationPrecision(stated), areas={LEVEL: square} if square else {},
        **said,
    )  # fmt: skip
