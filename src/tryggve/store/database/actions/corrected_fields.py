"""The fields of a report that a person may correct: what stands there, and how it is given another value.

Time and place are several columns that belong together; the columns that follow from them go along, and so does the
reason for which a report is left out, where it follows from category or place.
"""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import Any

import numpy as np

from tryggve.domain.incident import LeftOut, LocationPrecision, TimePrecision
from tryggve.domain.left_out import reason_of
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import SaidTime
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import digest
from tryggve.store.database.models import Incident, IncidentArea, IncidentText
from tryggve.store.schema import date_parts

WORDS = ("text", "said_place", "said_title")
"""What a report says in words."""

FACTS = ("time", "place", "category", "severity")
"""The others."""

_TIME = tuple(field.name for field in fields(SaidTime))
_PLACE = ("x", "y", "location_precision", "said_x", "said_y", "said_precision")
_PARTS = ("year", "month", "iso_year", "iso_week", "weekday")


def value_of(database: Database, row: Incident, words: IncidentText | None, field: str) -> Any:
    """What stands in a field: a `SaidTime`, a `SaidPlace`, else the cell."""
    if field in WORDS:
        return "" if words is None else getattr(words, field)
    if field == "time":
        values = {name: getattr(row, name) for name in _TIME}
        return SaidTime(**values | {"time_precision": TimePrecision(row.time_precision)})
    if field == "place":
        areas = IncidentArea.objects.using(database.alias).filter(incident_id=row.pk).values_list("level", "area_code")
        cells: dict[str, Any] = {name: getattr(row, name) for name in _PLACE}
        cells["location_precision"] = LocationPrecision(row.location_precision)
        said_area = "" if words is None else words.said_area
        return SaidPlace(**cells, areas=dict(areas), said_area=said_area, elsewhere=row.left_out == LeftOut.ELSEWHERE)
    return getattr(row, field)


def said(value: Any) -> bytes:
    """A digest of what a field says by itself: where a place lies follows from what is said of it."""
    if isinstance(value, SaidTime):
        return digest(*map(int, astuple(value)))
    if isinstance(value, SaidPlace):
        return digest(value.said_x, value.said_y, int(value.said_precision), value.said_area)
    return digest(value)


def give(database: Database, row: Incident, words: IncidentText | None, field: str, value: Any) -> None:
    """Give a field a value; `row` and `words` are not saved, areas are."""
    if field in WORDS:
        setattr(words, field, value)
    elif field == "time":
        _give_time(row, value)
    elif field == "place":
        _give_place(database, row, words, value)
    elif field == "category":
        if row.left_out == reason_of(row.category):
            row.left_out = str(reason_of(value))
        row.category = value
    else:
        setattr(row, field, value)


def _give_time(row: Incident, time: SaidTime) -> None:
    for name in _TIME:
        setattr(row, name, int(getattr(time, name)))
    parts = date_parts(np.array([time.last_day]), np.array([time.first_day]), np.array([int(time.time_precision)]))
    for name in _PARTS:
        setattr(row, name, int(getattr(parts, name)[0]))


def _give_place(database: Database, row: Incident, words: IncidentText | None, place: SaidPlace) -> None:
    for name in _PLACE:
        value = getattr(place, name)
        setattr(row, name, None if value is None else int(value))
    if words is not None:
        words.said_area = place.said_area
    if row.left_out == LeftOut.ELSEWHERE and not place.elsewhere:
        row.left_out = str(reason_of(row.category))
    elif not row.left_out and place.elsewhere:
        row.left_out = str(LeftOut.ELSEWHERE)
    areas = IncidentArea.objects.using(database.alias)
    areas.filter(incident_id=row.pk).delete()
    areas.bulk_create(
        IncidentArea(incident_id=row.pk, level=level, area_code=code)
        for level, code in sorted(place.areas.items()) if code
    )  # fmt: skip


def needs_words(field: str, value: Any) -> bool:
    """Whether a value has to lie among the words of a report, which may have none."""
    return field in WORDS or (isinstance(value, SaidPlace) and bool(value.said_area))
