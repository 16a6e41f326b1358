"""How close events lie, measured from places known as a point or a street only, and the numbers behind the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident import MAPPABLE
from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.cells import count, label, nothing
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.locating import area_at
from tryggve.reports.tree import Cell, Column, ColumnKind, Table
from tryggve.stats.density import Density as Surface
from tryggve.stats.density import kernel_density, reference_bandwidth
from tryggve.store.base import Points, Selection, Spots

Squares: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

SQUARE = 1000
"""Side in metres of the squares that the numbers behind the map are given for."""

_MOST_CELLS = 500_000
_MOST_SQUARES = 10
_SOUTH = 1 << 31
"""Added to northings in keys, so that places south of the origin keep their own number."""
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

    @cached_property
    def squares(self) -> Squares:
        """The squares of the map's grid that hold the points: sorted once for the finding and the table behind it."""
        return squares(self.points)


def measured_density(ctx: Context, where: Selection) -> Density | None:
    """The density of the events with a known point or street; None where there are too few events or places.

    Places with fewer than two others within 250 metres, in all the history of the source, are left out: a spot there
    would point at a single address.
    """
    found = ctx.store.points(where.but(location_precisions=PRECISIONS))
    ever = ctx.store.points(ctx.everything(where).but(location_precisions=PRECISIONS))
    points = among_others(found, ever)  # what the surface is made from; numbers are counted from all of `found`
    if int(points.n.sum()) < Density.FEWEST_EVENTS or places(points) < Density.FEWEST_PLACES:
        return None
    x, y = points.x.astype(np.float64), points.y.astype(np.float64)
    wanted = reference_bandwidth(x, y) / 2
    bandwidth = float(np.clip(round(wanted / 50) * 50, Density.LEAST_BANDWIDTH, Density.MOST_BANDWIDTH))
    cell = _cell(points, bandwidth)
    surface = kernel_density(x, y, bandwidth=max(bandwidth, cell), cell=cell, weights=points.n)
    return Density(surface, found, int(found.n.sum() - points.n.sum()))


def among_others(points: Points, ever: Points) -> Points:
    """The points that have company; see `have_company`."""
    return taken(points, have_company(points, ever))


def have_company(points: Points | Spots, ever: Points) -> NDArray[np.bool_]:
    """Which points have at least three places within 250 metres (their own included) among all that ever had events."""
    from scipy.spatial import cKDTree

    if not len(points) or not len(ever):
        return np.zeros(len(points), bool)
    spots, of_point = np.unique(spot_keys(points), return_inverse=True)
    tree = cKDTree(_spots(np.unique(spot_keys(ever))))
    just_above = np.nextafter(Density.LEAST_BANDWIDTH, np.inf)
    nearest, _which = tree.query(_spots(spots), k=Density.FEWEST_PLACES_NAMED, distance_upper_bound=just_above)
    return np.asarray(np.isfinite(np.asarray(nearest)[:, -1])[of_point], np.bool_)


def spot_keys(points: Points | Spots) -> NDArray[np.int64]:
    """One number per point, the same for the same place: quicker to compare than pairs."""
    return (points.x << 32) + (points.y + _SOUTH)


def _spots(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([keys >> 32, (keys & 0xFFFFFFFF) - _SOUTH], axis=1)


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


def squares(points: Points) -> Squares:
    """The squares of the map's kilometre grid that hold any of the points: lower left corners [k, 2], events [k] and
    places [k].
    """
    spots, spot_of = np.unique(spot_keys(points), return_inverse=True)
    corners, square_of = np.unique(_spots(spots) // SQUARE * SQUARE, axis=0, return_inverse=True)
    of_spot = np.bincount(spot_of.ravel(), weights=points.n, minlength=len(spots))
    events = np.bincount(square_of.ravel(), weights=of_spot, minlength=len(corners)).astype(np.int64)
    return corners, events, np.bincount(square_of.ravel(), minlength=len(corners))


def named_squares(held: Squares, small_number: int) -> list[tuple[tuple[int, int, int, int], int]]:
    """Squares (half-open) and their events, most first; none with so few events or places that it may be an address."""
    corners, events, spots = held
    named = np.flatnonzero((events >= small_number) & (spots >= Density.FEWEST_PLACES_NAMED))
    order = sorted(named, key=lambda k: (-int(events[k]), *corners[k]))
    boxes = [(int(x0), int(y0), int(x0) + SQUARE, int(y0) + SQUARE) for x0, y0 in corners[order]]
    return list(zip(boxes, events[order].tolist(), strict=True))


def square_area(ctx: Context, points: Points, box: tuple[int, int, int, int]) -> str | None:
    """The area that holds the middle of the events in a square: the middle of the square may lie in one without any."""
    x0, y0, x1, y1 = box
    held = taken(points, (points.x >= x0) & (points.x < x1) & (points.y >= y0) & (points.y < y1))
    return area_at(ctx, float(np.average(held.x, weights=held.n)), float(np.average(held.y, weights=held.n)))


def squares_table(ctx: Context, comparisons: Comparisons, where: Selection, density: Density) -> Table:
    """The squares of a kilometre with most events: the numbers behind the map. None that may be a single address."""
    table_id = ids.join("squares", comparisons.source)
    found = named_squares(density.squares, ctx.request.small_number)[:_MOST_SQUARES]
    rows = [
        _square_row(ctx, comparisons, where, box, n, square_area(ctx, density.points, box) or "–", table_id)
        for box, n in found
    ]
    return Table(
        table_id,
        _("Squares of one kilometre with most events, {source}").format(source=source_name(ctx, comparisons.source)),
        (
            Column("square", _("Square (lower left corner)"), ColumnKind.TEXT),
            Column("area", _("Area"), ColumnKind.TEXT),
            Column("n", _("Events")),
            Column("before", numbers.period_name(comparisons.before)),
        ),
        tuple(rows),
        note=_("Squares with fewer than {n} events or fewer than {m} places are not listed.").format(
            n=ctx.request.small_number, m=Density.FEWEST_PLACES_NAMED
        ),
        empty=_("No square has enough events at enough places to be listed."),
    )


def _square_row(
    ctx: Context,
    comparisons: Comparisons,
    where: Selection,
    box: tuple[int, int, int, int],
    n: int,
    area: str,
    table_id: str,
) -> tuple[Cell, ...]:
    name = f"N {box[1]} E {box[0]}"
    here = where.but(box=box, location_precisions=PRECISIONS)
    earlier = ctx.where(comparisons.source, comparisons.before).but(box=box, location_precisions=PRECISIONS)
    before = sum(ctx.store.counts((), earlier).values())
    return (
        label(name),
        Cell(area),
        count(ctx, here, n, table_id, name, "n"),
        nothing() if comparisons.total.before is None else count(ctx, earlier, before, table_id, name, "before"),
    )
