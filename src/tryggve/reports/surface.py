"""How close events lie, measured from places known as a point or a street only, and the numbers behind the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident import MAPPABLE
from tryggve.domain.language import _
from tryggve.reports import ids
from tryggve.reports.cells import count, label, nothing
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.locating import area_at
from tryggve.reports.tree import Cell, Column, ColumnKind, Table
from tryggve.stats.density import Density as Surface
from tryggve.stats.density import kernel_density, reference_bandwidth
from tryggve.store.base import Points, Selection

SQUARE = 1000
"""Side in metres of the squares that the numbers behind the map are given for."""

_MOST_CELLS = 500_000
PRECISIONS = tuple(int(precision) for precision in MAPPABLE)


@dataclass(frozen=True)
class Density:
    """A density surface and all events with a known place; `lone` of them, at single addresses, are not in it."""

    FEWEST_EVENTS: ClassVar[int] = 30
    FEWEST_PLACES: ClassVar[int] = 10
    FEWEST_PLACES_NAMED: ClassVar[int] = 3
    LEAST_BANDWIDTH: ClassVar[int] = 250
    MOST_BANDWIDTH: ClassVar[int] = 1000

    surface: Surface
    points: Points
    lone: int


def measured_density(ctx: Context, where: Selection) -> Density | None:
    """The density of the events with a known point or street; None where there are too few events or places.

    Places with fewer than two others within 250 metres, in all the history of the source, are left out: a spot there
    would point at a single address.
    """
    found = ctx.store.points(where.but(location_precisions=PRECISIONS))
    ever = ctx.store.points(ctx.everything(where).but(location_precisions=PRECISIONS))
    points = _among_others(found, ever)  # what the surface is made from; numbers are counted from all of `found`
    if int(points.n.sum()) < Density.FEWEST_EVENTS or places(points) < Density.FEWEST_PLACES:
        return None
    x, y = points.x.astype(np.float64), points.y.astype(np.float64)
    wanted = reference_bandwidth(x, y) / 2
    bandwidth = float(np.clip(round(wanted / 50) * 50, Density.LEAST_BANDWIDTH, Density.MOST_BANDWIDTH))
    cell = _cell(points, bandwidth)
    surface = kernel_density(x, y, bandwidth=max(bandwidth, cell), cell=cell, weights=points.n)
    return Density(surface, found, int(found.n.sum() - points.n.sum()))


def _among_others(points: Points, ever: Points) -> Points:
    """The points with at least three places within 250 metres (their own included) among all that ever had events."""
    from scipy.spatial import cKDTree

    if not len(points):
        return points
    spots, of_point = np.unique(spot_keys(points), return_inverse=True)
    tree = cKDTree(_spots(np.unique(spot_keys(ever))))
    near = tree.query_ball_point(_spots(spots), Density.LEAST_BANDWIDTH, return_length=True)
    return taken(points, (np.asarray(near) >= Density.FEWEST_PLACES_NAMED)[of_point])


def spot_keys(points: Points) -> NDArray[np.int64]:
    """One number per point, the same for the same place: quicker to compare than pairs."""
    return (points.x << 32) + points.y


def _spots(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([keys >> 32, keys & 0xFFFFFFFF], axis=1)


def taken(points: Points, rows: NDArray[np.bool_]) -> Points:
    """Only the points of a boolean array."""
    return Points(points.x[rows], points.y[rows], points.n[rows], points.incident_id[rows])


def _cell(points: Points, bandwidth: float) -> float:
    """A third of the bandwidth, larger where the events lie so far apart that the grid would be too big."""
    width = float(np.ptp(points.x)) + 8 * bandwidth
    height = float(np.ptp(points.y)) + 8 * bandwidth
    least = (width * height / _MOST_CELLS) ** 0.5
    return float(np.ceil(max(bandwidth / 3, least) / 10) * 10)


def places(points: Points) -> int:
    """How many different points there are."""
    return len(np.unique(spot_keys(points)))


def square_round(x: float, y: float) -> tuple[int, int, int, int]:
    """The square of a kilometre with the place in its middle, half-open."""
    half = SQUARE // 2
    return int(x) - half, int(y) - half, int(x) + half, int(y) + half


def inside(points: Points, box: tuple[int, int, int, int]) -> Points:
    """The points that lie in a half-open box."""
    x0, y0, x1, y1 = box
    return taken(points, (points.x >= x0) & (points.x < x1) & (points.y >= y0) & (points.y < y1))


def squares_table(ctx: Context, comparisons: Comparisons, where: Selection, density: Density) -> Table:
    """The squares of a kilometre with most events: the numbers behind the map. None that may be a single address."""
    points = density.points
    column, row = points.x // SQUARE, points.y // SQUARE
    keys, inverse = np.unique(np.stack([column, row], axis=1), axis=0, return_inverse=True)
    sums = np.bincount(inverse.ravel(), weights=points.n).astype(np.int64)
    table_id = ids.join("squares", comparisons.source)
    rows: list[tuple[Cell, ...]] = []
    for k in sorted(range(len(keys)), key=lambda k: (-int(sums[k]), tuple(keys[k]))):
        if len(rows) == 10 or sums[k] < ctx.request.small_number:
            break
        x0, y0 = int(keys[k][0]) * SQUARE, int(keys[k][1]) * SQUARE
        box = (x0, y0, x0 + SQUARE, y0 + SQUARE)
        if places(inside(points, box)) >= Density.FEWEST_PLACES_NAMED:
            rows.append(_square_row(ctx, comparisons, where, box, int(sums[k]), table_id))
    return Table(
        table_id,
        _("Squares of one kilometre with most events, {source}").format(source=source_name(ctx, comparisons.source)),
        (
            Column("square", _("Square (lower left corner)"), ColumnKind.TEXT),
            Column("area", _("Area"), ColumnKind.TEXT),
            Column("n", _("Events")),
            Column("before", comparisons.before.label),
        ),
        tuple(rows),
        note=_("Squares with fewer than {n} events or fewer than {m} places are not listed.").format(
            n=ctx.request.small_number, m=Density.FEWEST_PLACES_NAMED
        ),
        empty=_("No square has enough events at enough places to be listed."),
    )


def _square_row(
    ctx: Context, comparisons: Comparisons, where: Selection, box: tuple[int, int, int, int], n: int, table_id: str
) -> tuple[Cell, ...]:
    name = f"N {box[1]} E {box[0]}"
    here = where.but(box=box, location_precisions=PRECISIONS)
    earlier = ctx.where(comparisons.source, comparisons.before).but(box=box, location_precisions=PRECISIONS)
    before = sum(ctx.store.counts((), earlier).values())
    middle = box[0] + SQUARE / 2, box[1] + SQUARE / 2
    return (
        label(name),
        Cell(area_at(ctx, *middle) or "–"),
        count(ctx, here, n, table_id, name, "n"),
        nothing() if comparisons.total.before is None else count(ctx, earlier, before, table_id, name, "before"),
    )
