"""Drawing areas and a density surface as SVG: outlines, classes, hatch for what is unknown, scale and north."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.figures.map_labels import Spot, labels
from tryggve.reports.figures.style import FONT, INK, PAPER, QUIET, RAMP, WIDTH

_MARGIN = 8
_LEGEND_HEIGHT = 76
_MOST_HEIGHT = 760


@dataclass(frozen=True)
class Shape:
    """One area to draw: a GeoJSON geometry in metres, its name, a class 0–4 or None, whether it is hatched, and
    whether it is named whatever its size.
    """

    geometry: Any
    name: str
    class_index: int | None = None
    hatched: bool = False
    named_first: bool = False


@dataclass(frozen=True)
class Layer:
    """A density surface: values [ny, nx] over cells of `cell` metres from (x0, y0), with rising class limits."""

    values: NDArray[np.float64]
    x0: float
    y0: float
    cell: float
    limits: tuple[float, ...]


@dataclass(frozen=True)
class LegendRow:
    """A swatch (class 0–4, or None for hatch) and what it means."""

    class_index: int | None
    text: str


@dataclass(frozen=True)
class _Frame:
    """From metres to pixels: y grows downwards on the page."""

    x0: float
    y1: float
    scale: float
    height: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge in metres: what lies outside would run into the legend."""
        height = (self.height - 2 * _MARGIN) / self.scale
        return self.x0, self.y1 - height, self.x0 + (WIDTH - 2 * _MARGIN) / self.scale, self.y1

    def point(self, x: float, y: float) -> tuple[float, float]:
        return _MARGIN + (x - self.x0) * self.scale, _MARGIN + (self.y1 - y) * self.scale


def draw(
    shapes: Sequence[Shape], layer: Layer | None, legend: Sequence[LegendRow], dots: Sequence[tuple[int, int]] = ()
) -> str:
    """The map as SVG text, with `dots` in metres on it. The frame holds all shapes, or the surface where there are
    none.
    """
    from shapely.geometry import shape

    outlines = [(one, shape(dict(one.geometry))) for one in shapes if one.geometry is not None]
    frame = _frame([outline.bounds for _one, outline in outlines] or [_bounds(layer)])
    parts = [_head(frame, legend)]
    tolerance = 0.4 / frame.scale
    for one, outline in outlines:
        parts.append(_area(one, outline.simplify(tolerance), frame))
    if layer is not None:
        parts += _surface(layer, frame)
    parts += [_outline(outline.simplify(tolerance), frame) for _one, outline in outlines]
    parts += [_dot(*frame.point(x, y)) for x, y in sorted(set(dots))]
    parts += labels(_spots(outlines, frame), WIDTH, frame.height)
    parts += [_scale_bar(frame), _legend(legend, frame), "</svg>"]
    return "".join(parts)


def _bounds(layer: Layer | None) -> tuple[float, float, float, float]:
    if layer is None:
        raise ValueError("a map needs areas or a surface")
    ny, nx = layer.values.shape
    return layer.x0, layer.y0, layer.x0 + nx * layer.cell, layer.y0 + ny * layer.cell


def _frame(bounds: Sequence[tuple[float, float, float, float]]) -> _Frame:
    x0, y0 = min(b[0] for b in bounds), min(b[1] for b in bounds)
    x1, y1 = max(b[2] for b in bounds), max(b[3] for b in bounds)
    scale = min((WIDTH - 2 * _MARGIN) / max(x1 - x0, 1.0), (_MOST_HEIGHT - 2 * _MARGIN) / max(y1 - y0, 1.0))
    return _Frame(x0, y1, scale, (y1 - y0) * scale + 2 * _MARGIN)


def _head(frame: _Frame, legend: Sequence[LegendRow]) -> str:
    height = frame.height + _LEGEND_HEIGHT + (18 * max(0, (len(legend) + 2) // 3 - 1))
    hatch = (
        '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="#e9e9e6"/><path d="M0 0V6" stroke="{QUIET}" stroke-width="1.4"/></pattern>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" font-family="{FONT}"><defs>{hatch}</defs>'
    )


def _path(geometry: Any, frame: _Frame) -> str:
    rings = []
    for polygon in getattr(geometry, "geoms", [geometry]):
        if polygon.geom_type != "Polygon" or polygon.is_empty:
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            points = [frame.point(x, y) for x, y in ring.coords]
            rings.append("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points[:-1]) + "Z")
    return "".join(rings)


def _area(one: Shape, geometry: Any, frame: _Frame) -> str:
    fill = "url(#hatch)" if one.hatched else PAPER if one.class_index is None else RAMP[one.class_index]
    return f'<path d="{_path(geometry, frame)}" fill="{fill}" fill-rule="evenodd"/>'


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{INK}" fill-opacity="0.7" stroke="{PAPER}"/>'


def _outline(geometry: Any, frame: _Frame) -> str:
    return f'<path d="{_path(geometry, frame)}" fill="none" stroke="#8c8f8a" stroke-width="0.8"/>'


def _surface(layer: Layer, frame: _Frame) -> list[str]:
    """Each class as one outline of all cells at or above its limit, drawn over the class below."""
    from shapely import box, union_all

    pooled, cell = _pooled(layer, frame)
    parts = []
    for i, limit in enumerate(layer.limits):
        rows, first, last = _runs(pooled >= limit)
        if not len(rows):
            continue
        south = layer.y0 + rows * cell
        merged = union_all(box(layer.x0 + first * cell, south, layer.x0 + last * cell, south + cell))
        smooth = merged.buffer(cell * 0.6, join_style="round").buffer(-cell * 0.6).simplify(0.3 / frame.scale)
        shape = smooth.intersection(box(*frame.bounds))
        parts.append(f'<path d="{_path(shape, frame)}" fill="{RAMP[i + 1]}" fill-opacity="0.85" fill-rule="evenodd"/>')
    return parts


def _runs(inside: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rows, first columns and columns after the last of all unbroken runs of cells: far fewer than cells."""
    edges = np.diff(np.pad(inside.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, first = np.nonzero(edges == 1)
    return rows, first, np.nonzero(edges == -1)[1]


def _pooled(layer: Layer, frame: _Frame) -> tuple[NDArray[np.float64], float]:
    """The surface in cells of at least two pixels: a mean over whole blocks."""
    factor = max(1, int(np.ceil(2.0 / (layer.cell * frame.scale))))
    ny, nx = (-(-side // factor) * factor for side in layer.values.shape)
    padded = np.zeros((ny, nx))
    padded[: layer.values.shape[0], : layer.values.shape[1]] = layer.values
    return padded.reshape(ny // factor, factor, nx // factor, factor).mean(axis=(1, 3)), layer.cell * factor


def _spots(outlines: Sequence[tuple[Shape, Any]], frame: _Frame) -> list[Spot]:
    """Where each area would bear its name: those to be named first in their order, then the largest."""
    spots = []
    for one, outline in sorted(outlines, key=lambda item: 0.0 if item[0].named_first else -item[1].area):
        inner = outline.representative_point()
        x, y = frame.point(inner.x, inner.y)
        room = (outline.bounds[2] - outline.bounds[0]) * frame.scale
        spots.append(Spot(one.name, x, y, room, one.named_first))
    return sorted(spots, key=lambda spot: not spot.must)


def _scale_bar(frame: _Frame) -> str:
    metres = next(m for m in (50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 10**9) if m * frame.scale >= 60)
    metres = min(metres, 50_000)
    width, y = metres * frame.scale, frame.height + 16
    text = f"{numbers.integer(metres // 1000)} km" if metres >= 1000 else f"{metres} m"
    north = _("North is up")
    return (
        f'<path d="M{_MARGIN} {y - 5}V{y}H{_MARGIN + width:.1f}V{y - 5}" fill="none" stroke="{INK}"/>'
        f'<text x="{_MARGIN + width + 6:.1f}" y="{y}" font-size="11" fill="{INK}">{text}</text>'
        f'<text x="{WIDTH - _MARGIN}" y="{y}" font-size="11" fill="{QUIET}" text-anchor="end">{escape(north)}</text>'
    )


def _legend(legend: Sequence[LegendRow], frame: _Frame) -> str:
    parts = []
    for i, row in enumerate(legend):
        x, y = _MARGIN + (i % 3) * (WIDTH / 3 - 4), frame.height + 34 + (i // 3) * 20
        fill = "url(#hatch)" if row.class_index is None else RAMP[row.class_index]
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="18" height="12" fill="{fill}" stroke="{QUIET}" stroke-width="0.5"/>'
            f'<text x="{x + 24:.1f}" y="{y + 10.5}" font-size="11.5" fill="{INK}">{escape(row.text)}</text>'
        )
    return "".join(parts)
