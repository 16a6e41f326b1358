"""The surface that two divisions share, area by area, and where the points of an area lie in the other division."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tryggve.domain.area import Area
from tryggve.domain.area_overlap import EDGE_SHARE, EDGE_WIDTH_M, Overlap, kind_of
from tryggve.ingest.point_in_area import Outlines, Points

MIN_SHARED_M2 = 1.0
"""Less shared surface than this is the rounding of corners to decimetres, and no overlap at all."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class PointShare:
    """`k` of the `n` points in an area lie in an area of the other division."""

    k: int
    n: int


def overlaps(of: Sequence[Area], to: Sequence[Area]) -> tuple[Overlap, ...]:
    """The pairs of areas that share surface, in the order of both divisions; outlines in metres of the same CRS.

    A strip that is less than 1 % of both areas and no wider on average (twice its surface over its perimeter) than
    50 metres is of the kind `edge`: it is listed like all others. Areas without an outline share nothing.
    """
    first, second = Outlines(of), Outlines(to)
    pairs = _meeting(first, second)
    shared = shapely.intersection(first.shapes[pairs[:, 0]], second.shapes[pairs[:, 1]])
    sizes, lengths = shapely.area(shared), shapely.length(shared)
    shares = sizes / shapely.area(first.shapes[pairs[:, 0]]), sizes / shapely.area(second.shapes[pairs[:, 1]])
    width = 2.0 * sizes / np.maximum(lengths, 1e-9)
    edge = (np.maximum(*shares) < EDGE_SHARE) & (width <= EDGE_WIDTH_M)
    return tuple(
        Overlap(
            first.codes[a], second.codes[b], float(sizes[i]), min(float(shares[0][i]), 1.0),
            min(float(shares[1][i]), 1.0), kind_of(float(shares[0][i]), float(shares[1][i]), is_edge=bool(edge[i])),
        )
        for i, (a, b) in enumerate(pairs.tolist())
        if sizes[i] >= MIN_SHARED_M2
    )  # fmt: skip


def _meeting(first: Outlines, second: Outlines) -> NDArray[np.int64]:
    """Pairs of outlines that touch or overlap, by their numbers in both divisions, in that order."""
    if not (len(first.codes) and len(second.codes)):
        return np.zeros((0, 2), np.int64)
    found = shapely.STRtree(second.shapes).query(first.shapes, predicate="intersects").T
    ordered: NDArray[np.int64] = found[np.lexsort((found[:, 1], found[:, 0]))].astype(np.int64)
    return ordered


def unaccounted(of: Sequence[Area], to: Sequence[Area]) -> dict[str, float]:
    """Per area the share of its surface that lies in no area of the other division, 0 to 1."""
    first, second = Outlines(of), Outlines(to)
    pairs = _meeting(first, second)
    found = {}
    for number, code in enumerate(first.codes):
        met = shapely.union_all(second.shapes[pairs[pairs[:, 0] == number, 1]])
        left = shapely.area(shapely.difference(first.shapes[number], met))
        found[code] = min(1.0, float(left / shapely.area(first.shapes[number])))
    return found


def point_shares(
    of: Sequence[Area], to: Sequence[Area], x: NDArray[np.int32], y: NDArray[np.int32]
) -> Mapping[Pair, PointShare]:
    """Where the points of each area lie in the other division, for areas that hold points.

    A point outside all areas of `to` counts in `n` alone; pairs without a common point are absent. x, y: n points in
    metres.
    """
    points = Points(x, y)
    first, second = Outlines(of), Outlines(to)
    own, other = first.holding(points), second.holding(points)
    inside = own >= 0
    n = Counter(own[inside].tolist())
    both = Counter(zip(own[inside].tolist(), other[inside].tolist(), strict=True))
    # -1: in no area of the other division.
    return {(first.codes[a], second.codes[b] if b >= 0 else ""): PointShare(k, n[a]) for (a, b), k in both.items()}
