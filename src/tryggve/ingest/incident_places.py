"""Where it happened: coordinates checked against the store's CRS and areas, names handed to the locator."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident import LocationPrecision as Precision
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.area_codes import AREA_LEVEL
from tryggve.ingest.bound_columns import BoundColumns
from tryggve.ingest.centroid import centroid_rows
from tryggve.ingest.context import Context
from tryggve.ingest.coordinates import Coordinates, read_coordinates, working
from tryggve.ingest.faults import Faults
from tryggve.ingest.fitting_crs import crs_that_fit
from tryggve.ingest.locate import Located

_MOST_NAMED = 20


@dataclass(frozen=True)
class IncidentPlaces:
    """The places of n rows; `areas` has a code or "" per row and level, `elsewhere` marks what is not of this store.

    `said_x`, `said_y` are the coordinates as given, in the store's CRS, whether or not they say where it happened.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    location_precision: NDArray[np.int8]
    areas: dict[str, Coded]
    elsewhere: NDArray[np.bool_]
    said_x: NDArray[np.int32]
    said_y: NDArray[np.int32]

    def take(self, rows: NDArray[np.bool_]) -> IncidentPlaces:
        """Only some rows."""
        areas = {level: codes.take(rows) for level, codes in self.areas.items()}
        said = self.said_x[rows], self.said_y[rows]
        return IncidentPlaces(
            self.x[rows], self.y[rows], self.location_precision[rows], areas, self.elsewhere[rows], *said
        )


def read_places(
    bound: BoundColumns, stated: NDArray[np.int8], file_crs: str, context: Context, faults: Faults
) -> tuple[IncidentPlaces, tuple[str, ...]]:
    """The places of the rows that are without fault when this returns, and notes.

    `stated` is the precision that each row states, 0 for none. FileError when most of the coordinates cannot lie in
    the store: then it is the CRS that is wrong, not the rows.
    """
    pairs, notes = read_coordinates(bound, file_crs, context.crs, faults)
    x, y, beyond = working(pairs, bound.size, context.crs)
    alive = ~faults.bad
    located = _locate(bound.take(alive), x[alive], y[alive], stated[alive], context)
    far = beyond & alive
    far[alive] |= located.far_outside
    _refuse_far([pair.take(alive) for pair in pairs], far[alive], context)
    for pair in pairs:
        faults.add(
            far & pair.present, pair.heading, pair.shown,
            _("The point lies far outside the areas, or outside of where {crs} is used.").format(crs=pair.crs),
            _("Check both coordinates and their order."),
        )  # fmt: skip
    strange = _unknown_areas(bound.texts("area").take(alive), located.unknown_area)
    places = placed(located, x[alive], y[alive])
    return places.take(~faults.bad[alive]), (*notes, *located.notes, *strange)


def placed(located: Located, x: NDArray[np.int32], y: NDArray[np.int32]) -> IncidentPlaces:
    """What the locator found, with the coordinates kept only where they say where it happened."""
    kept_x, kept_y = (np.where(located.keep_xy, axis, NO_COORDINATE).astype(np.int32) for axis in (x, y))
    return IncidentPlaces(kept_x, kept_y, located.location_precision, located.areas, located.elsewhere, x, y)


def _locate(
    bound: BoundColumns, x: NDArray[np.int32], y: NDArray[np.int32], stated: NDArray[np.int8], context: Context
) -> Located:
    place, has_xy = bound.texts("place"), x != NO_COORDINATE
    if context.locator is not None:
        texts = bound.texts("area"), place, bound.texts("title"), bound.texts("text")
        return context.locator.locate(x, y, has_xy, *texts, stated=stated)
    area = bound.texts("area")
    centroid = centroid_rows(x, y, has_xy, place, stated != 0)
    exact = has_xy & ~centroid & np.isin(stated, (0, Precision.POINT, Precision.STREET))
    named = np.array([bool(text) for text in area.values])[area.codes] & (stated != Precision.UNKNOWN)
    rules = (
        (exact & (stated == Precision.STREET), Precision.STREET),
        (exact, Precision.POINT),
        (named, Precision.AREA),
        (centroid | np.isin(stated, (Precision.AREA, Precision.MUNICIPALITY)), Precision.MUNICIPALITY),
    )
    precision = np.select([rows for rows, _value in rules], [int(value) for _rows, value in rules], Precision.UNKNOWN)
    nowhere = np.zeros(bound.size, bool)
    areas = {AREA_LEVEL: area} if bound.has_column("area") else {}
    return Located(areas, precision.astype(np.int8), exact, centroid, nowhere, nowhere, nowhere, nowhere, nowhere, ())


def _refuse_far(pairs: list[Coordinates], far: NDArray[np.bool_], context: Context) -> None:
    present = np.zeros(len(far), bool)
    for pair in pairs:
        present |= pair.present
    if int(far.sum()) * 2 > int(present.sum()):
        raise _wrong_crs([pair.take(far) for pair in pairs], context)


def _wrong_crs(pairs: list[Coordinates], context: Context) -> FileError:
    pair = max(pairs, key=lambda pair: int(np.count_nonzero(pair.present)))
    fitting = crs_that_fit(pair.east[pair.present], pair.north[pair.present], pair.crs, context)
    what = _("Most points lie far outside, read as {crs}: is the coordinate system right?").format(crs=pair.crs)
    if fitting:
        return FileError(
            what, _("They would fit: {crs}. State it with --crs or in a profile.").format(crs="; ".join(fitting))
        )
    return FileError(what, _("State the coordinates' EPSG code with --crs or in a profile."))


def _unknown_areas(area: Coded, rows: NDArray[np.bool_]) -> tuple[str, ...]:
    counts = Counter(area.values[code] for code in area.codes[rows].tolist())
    if not counts:
        return ()
    named = [f"{text} {n}" for text, n in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))]
    shown = ", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else "")
    return (_("In the area column but not in the areas file: {texts}.").format(texts=shown),)
