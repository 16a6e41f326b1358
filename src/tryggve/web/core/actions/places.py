"""Places that people call by name."""

from __future__ import annotations

import datetime as dt

from tryggve.store.database import audit
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.municipal import here


def keep_place(
    *, name: str, x: int, y: int, by: str, at: dt.datetime, kind: str = "", area: str = "", protected: bool = False,
    radius: int = 100, place: KnownPlace | None = None,
) -> KnownPlace:  # fmt: skip
    """A new place, or another view of a known one. `protected`: in no version, nor anything within `radius` metres."""
    values = {"name": name, "kind": kind, "area": area, "x": x, "y": y, "protected": protected, "radius": radius}
    with here().writing():
        made, _is_new = KnownPlace.objects.update_or_create(pk=place.pk if place else None, defaults=values)
        audit.record(here(), audit.Action.CHOICE, by=by, at=at, place=made.pk, protected=protected, radius=radius)
    return made


def remove_place(*, place: KnownPlace, by: str, at: dt.datetime) -> None:
    """A place is known no longer; reports keep the coordinates they have."""
    with here().writing():
        KnownPlace.objects.filter(pk=place.pk).delete()
        audit.record(here(), audit.Action.CHOICE, by=by, at=at, place=place.pk, done="removed")
