"""Where one report says that it happened, and where that is: as the columns of `Incident` hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tryggve.domain.incident import LocationPrecision


@dataclass(frozen=True)
class SaidPlace:
    """Metres in the store's CRS, and the area of each level (level → code).

    `said_…` is what the report states (`said_area` a code or a name), from which the rest follows when areas change.
    `elsewhere`: it lies in another municipality.
    """

    x: int | None = None
    y: int | None = None
    location_precision: LocationPrecision = LocationPrecision.UNKNOWN
    areas: Mapping[str, str] = field(default_factory=dict)
    said_x: int | None = None
    said_y: int | None = None
    said_precision: int = 0
    said_area: str = ""
    elsewhere: bool = False
