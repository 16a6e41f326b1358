"""What the mapping of one file must know of the store it goes to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.domain.area import AreaRegister
from tryggve.ingest.locate import Locator


@dataclass(frozen=True)
class Context:
    """The file's number in the store, the store's working CRS and time zone, its areas, and the day of the import.

    `locator` is None where there is no areas file. `today` is the last day on which anything can have happened.
    """

    file_no: int
    crs: str
    zone: str
    areas: AreaRegister | None
    locator: Locator | None
    today: dt.date
