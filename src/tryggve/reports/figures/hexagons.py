"""A cartogram of hexagons: every area equally large, as near as can be to where it lies. Not a map."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from tryggve.reports.figures.style import FONT, INK, PAPER, QUIET, RAMP, WIDTH

_MARGIN = 6
_LETTERS, _LINES = 15, 4
_LEGEND_ROW = 20
_OVAL = 1.4
"""So much wider than high: a page is read at the width of its text."""

_DARK_FROM = 2
"""From this class on the ground is so dark that the words are light."""


@dataclass(frozen=True)
class Hexagon:
    """An area: a point in metres (east, north), its name, a class 0–4 or None, what stands in it, and whether its edge
    is dashed.
    """

    east: float
    north: float
    name: str
    class_index: int | None
    sign: str
    dashed: bool = False


@dataclass(frozen=True)
class Swatch:
    """A row of the legend: a class 0–4, or None for the dashed edge, and what it means."""

    class_index: int | None
    text: str


def places_of(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A hexagon for each point: centres in units of the distance between neighbours, y upwards, shape (n, 2).

    The hexagons nearest a middle are taken, so that no hole is left. Points keep their direction from the median; their
    distance is pressed together (square root), so that a town of many small areas is not lost in a wide countryside.
    The sum of squared distances between points and hexagons is the least possible (linear assignment).
    """
    from scipy.optimize import linear_sum_assignment

    n = len(points)
    if n == 0:
        return np.empty((0, 2))
    cells = _nearest_cells(n)
    away = points - np.median(points, axis=0)
    distance = np.hypot(away[:, 0], away[:, 1])
    pressed = away / np.sqrt(np.where(distance > 0, distance, 1.0))[:, np.newaxis]
    spread = sqrt(float((pressed**2).sum(axis=1).mean())) or 1.0
    wanted = pressed / spread * sqrt(float((cells**2).sum(axis=1).mean()))
    cost = ((wanted[:, np.newaxis, :] - cells[np.newaxis, :, :]) ** 2).sum(axis=2)
    _rows, chosen = linear_sum_assignment(cost)
    return cells[chosen]


def _nearest_cells(n: int) -> NDArray[np.float64]:
    """The n centres nearest the origin of a grid whose hexagons stand on a point, in a lying oval."""
    reach = int(sqrt(n)) + 2
    rows, columns = range(-reach, reach + 1), range(-2 * reach, 2 * reach)
    grid = [(column + row / 2, row * sqrt(3) / 2) for row in rows for column in columns]
    return np.array(sorted(grid, key=lambda cell: (round((cell[0] / _OVAL) ** 2 + cell[1] ** 2, 6), cell))[:n])


def draw_hexagons(areas: Sequence[Hexagon], legend: Sequence[Swatch], said: str) -> str:
    """The cartogram as SVG text; `said` stands in it and says what it is."""
    places = places_of(np.array([(one.east, one.north) for one in areas], dtype=float).reshape(-1, 2))
    low, high = places.min(axis=0), places.max(axis=0)
    step = min((WIDTH - 2 * _MARGIN) / (high[0] - low[0] + 1), 84.0)
    side = step / sqrt(3)
    left = (WIDTH - (high[0] - low[0]) * step) / 2
    centres = [(left + (x - low[0]) * step, _MARGIN + side + (high[1] - y) * step) for x, y in places]
    bottom = max(y for _x, y in centres) + side + 18
    height = bottom + 10 + _LEGEND_ROW * len(legend)
    size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">']
    parts += [_cell(one, x, y, side) for one, (x, y) in zip(areas, centres, strict=True)]
    parts.append(f'<text x="{_MARGIN}" y="{bottom:.1f}" font-size="12" fill="{INK}">{escape(said)}</text>')
    parts += [_row(one, bottom + 10 + i * _LEGEND_ROW) for i, one in enumerate(legend)]
    return "".join([*parts, "</svg>"])


def _cell(one: Hexagon, x: float, y: float, side: float) -> str:
    fill = PAPER if one.class_index is None else RAMP[one.class_index]
    ink = "#ffffff" if one.class_index is not None and one.class_index > _DARK_FROM else INK
    lines = name_lines(one.name)
    size = side / 5.2
    text = "".join(
        f'<text x="{x:.1f}" y="{y + side * 0.04 + i * size * 1.12:.1f}" font-size="{size:.1f}" fill="{ink}" '
        f'text-anchor="middle">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    edge = 'stroke-width="2.4" stroke-dasharray="4 3"' if one.dashed else 'stroke-width="0"'
    return (
        f'<path d="{_outline(x, y, side * 0.97)}" fill="{fill}" stroke="{QUIET}" stroke-width="0.6"/>'
        f'<path d="{_outline(x, y, side * 0.86)}" fill="none" stroke="{ink}" {edge}/>'
        f'<text x="{x:.1f}" y="{y - side * 0.28:.1f}" font-size="{side / 2.9:.1f}" font-weight="600" fill="{ink}" '
        f'text-anchor="middle">{escape(one.sign)}</text>{text}'
    )


def _outline(x: float, y: float, side: float) -> str:
    corners = [(x + side * sin(k * pi / 3), y - side * cos(k * pi / 3)) for k in range(6)]
    return "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in corners) + "Z"


def name_lines(name: str) -> list[str]:
    """A name in at most four short lines, broken after hyphens and at blanks; what has no room ends in three dots."""
    lines: list[str] = [""]
    for part in re.findall(r"[^\s-]+-?\s*", name):
        if lines[-1] and len((lines[-1] + part).rstrip()) > _LETTERS:
            lines.append("")
        lines[-1] += part
    told = [line.strip() if len(line.strip()) <= _LETTERS else line.strip()[: _LETTERS - 1] + "…" for line in lines]
    return told if len(told) <= _LINES else [*told[: _LINES - 1], told[_LINES - 1].rstrip("…") + "…"]


def _row(one: Swatch, y: float) -> str:
    if one.class_index is None:
        look = f'fill="none" stroke="{INK}" stroke-width="2" stroke-dasharray="4 3"'
    else:
        look = f'fill="{RAMP[one.class_index]}" stroke="{QUIET}" stroke-width="0.5"'
    return (
        f'<rect x="{_MARGIN}" y="{y:.1f}" width="18" height="12" {look}/>'
        f'<text x="{_MARGIN + 26}" y="{y + 10.5:.1f}" font-size="12" fill="{INK}">{escape(one.text)}</text>'
    )
