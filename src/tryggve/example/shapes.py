"""Shapes of the invented areas: an organic partition of a coast, inland borders and islands, in whole metres."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tryggve.example.plan import Plan
from tryggve.example.randomness import stream

Points = NDArray[np.float64]

MOVE_M = 90.0  # how far a seed of an area is moved from its planned spot, standard deviation
STEP_M = 90.0  # longest straight piece of a border
ROUGHNESS = (0.16, 0.12, 0.08, 0.0)  # most sideways move of a coast's midpoints, share of a side; the first that works
WAVES = ((5000.0, 240.0), (2200.0, 90.0), (900.0, 34.0), (420.0, 13.0))  # length and height of the bends, metres


def area_shapes(plan: Plan, seed: int) -> dict[str, Any]:
    """Area code -> (multi)polygon in EPSG:3006 with integer coordinates; together a valid partition.

    Voronoi cells of the planned spots (moved a little), cut by the outline and bent by a smooth field. Neighbours
    share every vertex before the bending, so they do after it and after rounding too.
    """
    mainland = _rough(np.array(plan.mainland), stream(seed, "shapes", "mainland"))
    spots = np.array([area.at for area in plan.areas])
    spots = spots + stream(seed, "shapes", "spots").normal(0.0, MOVE_M, spots.shape)
    cells = _cells(spots, mainland)
    shapes = {area.code: cell for area, cell in zip(plan.areas, cells, strict=True)}
    shapes[plan.islands_of] = shapely.union_all([shapes[plan.islands_of], *_islands(plan, seed)])
    dense = shapely.segmentize(np.array(list(shapes.values()), dtype=object), STEP_M)
    bent = _bend(dense, seed, np.array(plan.origin, dtype=float))
    return dict(zip(shapes, bent, strict=True))


def _rough(ring: Points, rng: np.random.Generator) -> Any:
    """A polygon with each side split in two, four times, the new midpoints moved sideways at random.

    Where that makes the coast cross itself (a narrow inlet), the same moves are made smaller.
    """
    moves = [rng.uniform(-1.0, 1.0, (len(ring) * 2**k, 1)) for k in range(4)]
    for roughness in ROUGHNESS:
        corners = ring
        for move in moves:
            following = np.roll(corners, -1, axis=0)
            side = following - corners
            sideways = np.stack([-side[:, 1], side[:, 0]], axis=1)
            middle = (corners + following) / 2 + roughness * move * sideways
            corners = np.stack([corners, middle], axis=1).reshape(-1, 2)
        polygon = shapely.Polygon(corners)
        if polygon.is_valid:
            return polygon
    raise ValueError("the planned outline crosses itself")


def _islands(plan: Plan, seed: int) -> list[Any]:
    rng = stream(seed, "shapes", "islands")
    turns = np.linspace(0, 2 * np.pi, 7)[:-1]
    rings = []
    for x, y, radius in plan.islands:
        reach = radius * rng.uniform(0.7, 1.25, len(turns))
        ring = np.stack([x + reach * np.cos(turns), y + 0.8 * reach * np.sin(turns)], axis=1)
        rings.append(_rough(ring, rng))
    return rings


def _cells(spots: Points, mainland: Any) -> list[Any]:
    """The Voronoi cell of each spot inside the mainland, in the order of the spots.

    A coast can cut a cell in several pieces; those without the spot go to the neighbour with the longest shared border.
    """
    points = shapely.points(spots)
    around = shapely.box(*(np.array(mainland.bounds) + np.array([-9e3, -9e3, 9e3, 9e3])))
    cells = list(shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=around)))
    ordered = [next(cell for cell in cells if cell.contains(point)) for point in points]
    pieces = [list(shapely.get_parts(cell.intersection(mainland))) for cell in ordered]
    own = [max(parts, key=lambda part: part.area) for parts in pieces]
    for piece in (p for parts, kept in zip(pieces, own, strict=True) for p in parts if p is not kept):
        shared = [piece.intersection(cell).length for cell in own]
        taker = int(np.argmax(shared))
        own[taker] = own[taker].union(piece)
    return own


def _bend(shapes: NDArray[np.object_], seed: int, origin: Points) -> NDArray[np.object_]:
    """Move every vertex by a sum of smooth waves and round to metres; weaker waves where a partition would break."""
    rng = stream(seed, "shapes", "bends")
    waves = [
        (2 * np.pi / length, height, rng.uniform(0, 2 * np.pi, (6, 2)), rng.uniform(0, np.pi, 6))
        for length, height in WAVES
    ]

    def moved(xy: Points, strength: float) -> Points:
        out = xy.copy()
        for per_metre, height, phases, directions in waves:
            for phase, direction in zip(phases, directions, strict=True):
                along = (xy[:, 0] * np.cos(direction) + xy[:, 1] * np.sin(direction)) * per_metre
                out += strength * height / np.sqrt(6) * np.sin(along[:, None] + phase)
        return np.round(out + origin)

    for strength in (1.0, 0.7, 0.4, 0.2, 0.0):
        bent = shapely.transform(shapes, partial(moved, strength=strength))
        if shapely.is_valid(bent).all() and shapely.coverage_is_valid(bent):
            return np.asarray(shapely.orient_polygons(bent))
    raise ValueError(f"seed {seed} gives no valid partition of the invented municipality")
