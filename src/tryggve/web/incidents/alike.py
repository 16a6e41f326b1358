"""Reports that may tell of the same event: how many, never whose or what they say."""

from __future__ import annotations

from tryggve.domain.category import categories, is_set_apart
from tryggve.domain.incident import MAPPABLE, LeftOut
from tryggve.domain.organisation import is_sensitive, organisation_kinds
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import SaidTime
from tryggve.signals.groups import groups
from tryggve.store.database.models import Incident
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.municipal import here
from tryggve.web.incidents.likeness import ASKED_M, ASKED_S, LONGEST_S, SPAN_S, SQUARE_M
from tryggve.web.incidents.models import ReportLink
from tryggve.web.incidents.sealed import account_of


def alike(category: str, place: SaidPlace, time: SaidTime, *, account: int) -> list[int]:
    """Incidents of the same kind, near in place and time, that somebody else has reported; the nearest first.

    None for what is told by area alone, which is so near a protected place too, and for what few may read; nor are
    those counted that came in by a file from such a place, or whose organisations are shown by area and day. Near is
    told by squares and spans that lie still (`likeness`): by a distance, somebody who asks again and again could find
    another's report to the metre and the minute. None for a time so long that it means no one event.
    """
    if category not in categories() or is_set_apart(category) or place.x is None or place.y is None:
        return []
    if time.end_s - time.start_s > LONGEST_S:
        return []
    x, y = place.x, place.y
    east, north = corner(x, SQUARE_M), corner(y, SQUARE_M)
    kinds = {category}.union(*(one.categories for one in groups().values() if category in one.categories))
    near = Incident.objects.using(here().alias).filter(
        category__in=[kind for kind in kinds if not is_set_apart(kind)], left_out=str(LeftOut.NONE),
        location_precision__in=[int(one) for one in MAPPABLE], x__range=(east - ASKED_M, east + ASKED_M),
        y__range=(north - ASKED_M, north + ASKED_M), last_day__gte=time.first_day - 1,
        start_s__lte=corner(time.end_s, SPAN_S) + ASKED_S, end_s__gte=corner(time.start_s, SPAN_S) - ASKED_S,
    ).exclude(organisation_kind__in=list(filter(is_sensitive, organisation_kinds())))  # fmt: skip
    spots = [(pk, nx, ny) for pk, nx, ny in near.values_list("pk", "x", "y") if nx is not None and ny is not None]
    found = [((nx - x) ** 2 + (ny - y) ** 2, pk) for pk, nx, ny in _told(spots)]
    ids = [number for _distance, number in sorted(found)]
    own = _own(ids, account)
    return [number for number in ids if number not in own]


def _told(spots: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Those that lie at no protected place."""
    secret = list(KnownPlace.objects.filter(protected=True)) if spots else []
    return [
        (pk, x, y) for pk, x, y in spots
        if not any((x - one.x) ** 2 + (y - one.y) ** 2 <= one.radius**2 for one in secret)
    ]  # fmt: skip


def corner(value: int, side: int) -> int:
    """The nearest place where squares, or spans, of that side meet."""
    return (value + side // 2) // side * side


def _own(ids: list[int], account: int) -> set[int]:
    links = ReportLink.objects.filter(report__incident_id__in=ids, cut_at=None).select_related("report")
    own = (link.report.incident_id for link in links if account_of(link.report_id, link.sealed) == account)
    return {number for number in own if number is not None}
