"""Names on a map: inside their area where there is room, else, for areas that must be named, beside it with a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tryggve.ingest.visible_text import printable
from tryggve.reports.figures.style import INK

_SIZE = 10.5
_WIDTH_PER_SIGN = 0.52
"""Mean width of a sign as a share of the type size, for the typeface of the pictures."""

_FAR = (26, 44, 66, 92)
_WAYS = ((0, -1), (0, 1), (1, -0.5), (-1, -0.5), (1, 0.5), (-1, 0.5), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Steps in pixels and directions in which room is sought for a name that does not fit in its area."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A name, a point inside its area and the width of the area in pixels; `must`: named even where it has no room."""

    name: str
    x: float
    y: float
    room: float
    must: bool = False


def labels(spots: Sequence[Spot], width: float, height: float) -> list[str]:
    """SVG parts for the names, in the order given, none over another and none outside the picture."""
    placed: list[Box] = []
    parts = []
    # The middles of the areas that must be named stay free, so that a line never ends under another's name.
    marks = {spot: (spot.x - 3, spot.y - 3, spot.x + 3, spot.y + 3) for spot in spots if spot.must}
    for spot in spots:
        others = [*placed, *(box for other, box in marks.items() if other != spot and spot.must)]
        for x, y in _places(spot):
            box = _box(spot.name, x, y)
            if _inside(box, width, height) and not any(_overlap(box, other) for other in others):
                placed.append(box)
                parts.append(_drawn(spot, x, y, box))
                break
    return parts


def _places(spot: Spot) -> Iterator[tuple[float, float]]:
    """Middles of the base line to try, the best first."""
    half = _half(spot.name)
    if 2 * half <= spot.room:
        yield spot.x, spot.y
    if spot.must:
        for far in _FAR:
            for right, down in _WAYS:
                yield spot.x + right * (far + half), spot.y + down * far + _SIZE * 0.35


def _half(name: str) -> float:
    return len(name) * _SIZE * _WIDTH_PER_SIGN / 2


def _box(name: str, x: float, y: float) -> Box:
    half = _half(name)
    return x - half, y - _SIZE, x + half, y + _SIZE * 0.3


def _inside(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _drawn(spot: Spot, x: float, y: float, box: Box) -> str:
    """The name with a light edge; a name beside its area has a thin line to a dot in it."""
    line = ""
    if (x, y) != (spot.x, spot.y):
        near_x, near_y = min(max(spot.x, box[0]), box[2]), min(max(spot.y, box[1] + 1), box[3])
        path = f'<path d="M{near_x:.1f} {near_y:.1f}L{spot.x:.1f} {spot.y:.1f}" fill="none"'
        line = (
            f'{path} stroke="#fff" stroke-width="2.4" stroke-opacity="0.9"/>{path} stroke="{INK}" stroke-width="0.8"/>'
            f'<circle cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="2" fill="{INK}" stroke="#fff" stroke-width="0.8"/>'
        )
    common = f'x="{x:.1f}" y="{y:.1f}" font-size="{_SIZE}" text-anchor="middle"'
    # What XML has no sign for would leave the whole picture unreadable.
    name = escape(printable(spot.name))
    halo = f'<text {common} fill="none" stroke="#fff" stroke-width="3" stroke-opacity="0.9">{name}</text>'
    return f'{line}{halo}<text {common} fill="{INK}">{name}</text>'
