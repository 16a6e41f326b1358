"""Reports that may tell of the same event: found by one question that the index on days answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from tryggve.domain.incident import MAPPABLE, LeftOut
from tryggve.signals.groups import groups
from tryggve.store.database.models import Incident, IncidentArea
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.likeness import HOURS, NEAR_M
from tryggve.web.incidents.models import NotSame

LONGEST_DAYS = 31
"""A report that spans more days than this tells of no one event."""

MOST = 10
"""So many are shown beside a report; the nearest in time."""

_SETTLED = [str(one) for one in (LeftOut.MERGED, LeftOut.HELD_BACK, LeftOut.NOTHING_TO_REPORT, LeftOut.ELSEWHERE)]
_COMPARED = ("pk", "group", "area", "x", "y", "start_s", "end_s", "first_day", "last_day")


def alike_of(incident: int, ground: Ground, *, said: Iterable[int] = ()) -> list[Incident]:
    """The reports that may tell of the same event as one, the nearest in time first; before them those that a reporter
    `said` are the same, however far apart.
    """
    one = described(Incident.objects.filter(pk=incident), ground).values(*_COMPARED).first()
    if one is None:
        return []
    placed = one["x"] is not None
    near = _near(one["x"], one["y"]) if placed else None
    found = {other.pk: other for other in _alike(one, ground, near=near, unplaced=None if placed else Q())}
    by_word = _open(incident, Incident.objects.filter(pk__in=list(said)).exclude(left_out__in=_SETTLED))
    first = {other.pk: other for other in by_word}
    ordered = sorted((first | found).values(), key=lambda other: (abs(other.start_s - one["start_s"]), other.pk))
    return sorted(ordered, key=lambda other: other.pk not in first)[:MOST]


def alike_to_each(ground: Ground) -> QuerySet[Incident]:
    """For `Exists` in a question about incidents that were `described`: those alike to each of them."""
    one: dict[str, Any] = {name: OuterRef(name) for name in _COMPARED}
    return _alike(one, ground, near=_near(one["x"], one["y"]), unplaced=Q(IsNull(one["x"], True)))


def described(incidents: QuerySet[Incident], ground: Ground) -> QuerySet[Incident]:
    """Incidents with the kind of event (`group`) and the area (`area`, "" for none) by which they are compared."""
    of_groups = [When(category__in=sorted(one.categories), then=Value(f"group {one.key}")) for one in groups().values()]
    level = ground.levels[0][0] if ground.levels else ""
    codes = IncidentArea.objects.filter(level=level, incident_id=OuterRef("pk")).values("area_code")[:1]
    return incidents.annotate(
        group=Case(*of_groups, default="category", output_field=CharField()),
        area=Coalesce(Subquery(codes), Value(""), output_field=CharField()),
    )


def _near(x: Any, y: Any) -> Q:
    return Q(x__gte=x - NEAR_M, x__lte=x + NEAR_M, y__gte=y - NEAR_M, y__lte=y + NEAR_M,
             location_precision__in=[int(one) for one in MAPPABLE])  # fmt: skip


def _alike(one: dict[str, Any], ground: Ground, *, near: Q | None, unplaced: Q | None) -> QuerySet[Incident]:
    """Of the same kind, near in time; near in place, or in the same area where one of the two tells no closer."""
    no_closer = Q(x=None) if unplaced is None else (Q(x=None) | unplaced if unplaced else Q())
    same_area = Q(area=one["area"]) & ~Q(area="") & no_closer
    in_time = Incident.objects.filter(
        last_day__gte=one["first_day"] - 1, last_day__lte=one["last_day"] + LONGEST_DAYS,
        first_day__lte=one["last_day"] + 1, start_s__lte=one["end_s"] + HOURS * 3600,
        end_s__gte=one["start_s"] - HOURS * 3600,
    ).exclude(left_out__in=_SETTLED)  # fmt: skip
    place = same_area if near is None else near | same_area
    return _open(one["pk"], described(in_time, ground).filter(place, Q(group=one["group"])))


def _open(pk: Any, incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Without the one itself, and without those that somebody has said are not the same."""
    return (
        incidents.exclude(pk=pk)
        .exclude(pk__in=NotSame.objects.filter(one=pk).values("other"))
        .exclude(pk__in=NotSame.objects.filter(other=pk).values("one"))
    )
