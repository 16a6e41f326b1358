"""The signals of a period among its areas: outlined on the week's map, and in the table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tryggve.domain.access import Permission
from tryggve.web.core.member import Request
from tryggve.web.situation.seen import Seen
from tryggve.web.situation.signal_cards import Card, card_of, kept_signals


@dataclass(frozen=True)
class SignalHere:
    """A signal, its name on the map and its outline (None where its areas have none)."""

    card: Card
    key: str
    outline: Any


def signals_here(request: Request, seen: Seen) -> list[SignalHere]:
    """Those with events in the period, for who reads signals: the rarest first. Two questions, whatever there is."""
    if not request.member.may(Permission.READ_SIGNALS):
        return []
    rows = kept_signals().filter(
        source=seen.view.source, first_day__lte=seen.period.last_day, last_day__gte=seen.period.first_day
    )
    shown = [row for row in rows.order_by("per_year", "name") if _within(seen, row.level, row.areas)]
    return [SignalHere(card_of(row), f"s{row.pk}", _outline(seen, row.level, row.areas)) for row in shown]


def _within(seen: Seen, level: str, codes: list[str]) -> bool:
    """Whether a signal touches the area that the view is limited to."""
    if seen.filters.area is None:
        return True
    found = [seen.register.get(level, code) for code in codes] if seen.register else []
    inside = {one for area in found if area for one in ((level, area.code), area.parent and (None, area.parent))}
    return seen.filters.area in inside or (None, seen.filters.area[1]) in inside


def _outline(seen: Seen, level: str, codes: list[str]) -> Any:
    from shapely import union_all
    from shapely.geometry import mapping, shape

    found = [seen.register.get(level, code) for code in codes] if seen.register else []
    outlines = [shape(dict(area.geometry)) for area in found if area is not None and area.geometry is not None]
    return mapping(union_all(outlines)) if outlines else None


def zones(signals: list[SignalHere], title: str) -> dict[str, Any] | None:
    """Their layer on the map."""
    features = [
        {
            "type": "Feature", "geometry": one.outline,
            "properties": {"id": one.key, "title": f"{one.card.where}. {one.card.what}"},
        }
        for one in signals
        if one.outline is not None
    ]  # fmt: skip
    if not features:
        return None
    return {
        "id": "signals", "kind": "zone", "title": title, "circles": [],
        "features": {"type": "FeatureCollection", "features": features},
    }  # fmt: skip
