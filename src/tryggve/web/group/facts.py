"""What an insats says, as it comes out of a form and goes into an action."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.web.core.models import KnownPlace, Organisation


@dataclass(frozen=True)
class TaskFacts:
    """Who does what by when, where, with whom."""

    what: str
    organisation: Organisation
    due: dt.date | None = None
    function: str = ""
    partners: tuple[Organisation, ...] = ()
    area: str = ""
    area_name: str = ""
    known_place: KnownPlace | None = None
    place: str = ""


@dataclass(frozen=True)
class Origin:
    """What led to an insats: a meeting, and sources as pairs of kind (`signal`, `report`) and number in the store."""

    meeting: int | None = None
    sources: tuple[tuple[str, str], ...] = ()
