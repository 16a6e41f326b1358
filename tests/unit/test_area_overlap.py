"""Shared surface of two divisions: squares whose areas anyone can count, and shares that others computed."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import beta

from tryggve.domain.area import Area
from tryggve.domain.area_overlap import Overlap, OverlapKind
from tryggve.ingest.area_overlap import MIN_SHARED_M2, overlaps, point_shares, unaccounted
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.overlap_table import overlap_table


def area(code: str, west: float, south: float, east: float, north: float) -> Area:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Area(code, code.lower(), "level", geometry={"type": "Polygon", "coordinates": [ring]})


def told(found: tuple[Overlap, ...]) -> list[tuple[object, ...]]:
    return [
        (o.from_code, o.to_code, o.shared_m2, round(o.share_of_from, 9), round(o.share_of_to, 9), str(o.kind))
        for o in found
    ]


OLD = [area("A", 0, 0, 1000, 1000), area("B", 1000, 0, 2000, 1000), area("C", 2000, 0, 3000, 1000)]
NEW = [area("P", 0, 0, 1500, 1000), area("Q", 1500, 0, 2000, 1000), area("R", 2000, 0, 3000, 1000)]


def test_squares_by_hand() -> None:
    assert told(overlaps(OLD, NEW)) == [
        ("A", "P", 1e6, 1.0, 0.666666667, "within"),
        ("B", "P", 5e5, 0.5, 0.333333333, "part"),
        ("B", "Q", 5e5, 0.5, 1.0, "part"),
        ("C", "R", 1e6, 1.0, 1.0, "same"),
    ]


def test_the_bounds_say_what_surface_cannot() -> None:
    bounds = {(o.from_code, o.to_code): (o.low, o.high) for o in overlaps(OLD, NEW)}
    assert bounds == {("A", "P"): (1, 1), ("B", "P"): (0, 1), ("B", "Q"): (0, 1), ("C", "R"): (1, 1)}
    # Whatever happened in B is somewhere: the bounds of its parts hold all divisions of its count.
    assert sum(low for (code, _to), (low, _high) in bounds.items() if code == "B") <= 1
    assert sum(high for (code, _to), (_low, high) in bounds.items() if code == "B") >= 1


def test_both_directions_say_the_same() -> None:
    there, back = overlaps(OLD, NEW), overlaps(NEW, OLD)
    assert {o.reversed() for o in there} == set(back)
    assert {o.reversed().reversed() for o in there} == set(there)


@pytest.mark.parametrize(
    ("width", "kind"),
    [
        (9.0, OverlapKind.EDGE),  # 0.9 % of both, 9 m wide
        (11.0, OverlapKind.PART),  # 1.1 % of both
    ],
)
def test_a_strip_along_a_border_is_edge_noise_and_is_told(width: float, kind: OverlapKind) -> None:
    old = [area("A", 0, 0, 1000, 1000)]
    new = [area("P", 0, 0, 1000 - width, 1000), area("Q", 1000 - width, 0, 2000 - width, 1000)]
    by_code = {o.to_code: o for o in overlaps(old, new)}
    assert by_code["Q"].kind is kind
    assert by_code["Q"].shared_m2 == width * 1000
    assert (by_code["Q"].low, by_code["Q"].high) == ((0, 0) if kind is OverlapKind.EDGE else (0, 1))


def test_a_wide_piece_is_no_edge_however_small_its_share() -> None:
    old, new = [area("A", 0, 0, 10_000, 10_000)], [area("P", 9_300, 9_300, 18_000, 18_000)]
    (found,) = overlaps(old, new)  # 700 × 700 m: 0.49 % of the one, 0.65 % of the other, 350 m wide on average
    assert found.kind is OverlapKind.PART


def test_a_small_area_within_a_large_one_is_no_edge() -> None:
    (found,) = overlaps([area("A", 0, 0, 10_000, 10_000)], [area("P", 0, 0, 60, 60)])
    assert found.share_of_from < 0.01
    assert found.kind is OverlapKind.PART
    assert found.reversed().kind is OverlapKind.WITHIN


def test_touching_and_rounding_are_no_overlap() -> None:
    new = [area("P", 1000, 0, 2000, 1000), area("Q", -1000, 0, MIN_SHARED_M2 / 1001, 1000)]
    assert overlaps([OLD[0]], new) == ()
    assert overlaps([], NEW) == overlaps(OLD, []) == ()
    assert overlaps([Area("X", "x", "level")], NEW) == ()


def test_what_lies_nowhere_is_told() -> None:
    missing = unaccounted([*OLD, area("D", 0, 900, 1000, 1900)], NEW)
    assert missing == pytest.approx({"A": 0, "B": 0, "C": 0, "D": 0.9})
    assert unaccounted(OLD, []) == {"A": 1, "B": 1, "C": 1}


def test_points_say_more_than_surface() -> None:
    x = np.array([1100, 1200, 1300, 1900, 2500, 5000], np.int32)
    y = np.full(6, 500, np.int32)
    shares = point_shares(OLD, NEW, x, y)
    assert {pair: (s.k, s.n) for pair, s in shares.items()} == {
        ("B", "P"): (3, 4),
        ("B", "Q"): (1, 4),
        ("C", "R"): (1, 1),
    }
    table = overlap_table(OLD, NEW, x, y)
    of_b = next(row for row in table.pairs if (row.overlap.from_code, row.overlap.to_code) == ("B", "P")).points
    assert of_b is not None
    assert (of_b.k, of_b.n, of_b.value) == (3, 4, 0.75)
    # Clopper and Pearson's limits as quantiles of the beta distribution, by another program's hand.
    assert of_b.interval.low == pytest.approx(beta.ppf(0.025, 3, 2))
    assert of_b.interval.high == pytest.approx(beta.ppf(0.975, 4, 1))
    assert next(row.points for row in table.pairs if row.overlap.from_code == "A") is None


def test_a_point_in_no_other_area_counts_in_the_whole() -> None:
    x, y = np.array([100, 900], np.int32), np.array([500, 500], np.int32)
    shares = point_shares([OLD[0]], [area("P", 0, 0, 500, 1000)], x, y)
    assert (shares["A", "P"].k, shares["A", "P"].n) == (1, 2)


@pytest.mark.shared
def test_the_shares_that_others_computed(shared: Path) -> None:
    """243 pairs of stadsdel and RegSO, computed from the same two files by another program; see data/README.md."""
    geo = shared / "geo"
    of = read_areas(geo / "umea_stadsdelar_epsg3006.geojson", crs="EPSG:3006").at("stadsdel")
    to = read_areas(geo / "umea_regso2025.geojson", crs="EPSG:3006").at("regso")
    with (geo / "umea_stadsdel_regso_overlap.csv").open(encoding="utf-8") as file:
        theirs = {
            (row["stadsdel_id"], row["regso_kod"]): (float(row["km2"]), float(row["andel_av_stadsdel"]))
            for row in csv.DictReader(file)
        }
    assert len(theirs) == 243
    ours = {(o.from_code, o.to_code): o for o in overlaps(of, to)}
    known = {area.code for area in of}
    # Their pairs of the slivers that we leave out are not ours; all others are, to the fourth decimal of both.
    common = {pair: value for pair, value in theirs.items() if pair[0] in known}
    assert common.keys() <= ours.keys()
    for pair, (km2, share) in common.items():
        assert ours[pair].shared_m2 / 1e6 == pytest.approx(km2, abs=0.0008)
        assert ours[pair].share_of_from == pytest.approx(share, abs=0.0001)
    # What we have more is below the 1 % at which their list ends.
    assert min(share for _km2, share in theirs.values()) >= 0.01
    assert all(ours[pair].share_of_from < 0.0101 for pair in ours.keys() - common.keys())
    assert {o.kind for o in ours.values() if o.kind is OverlapKind.EDGE and (o.from_code, o.to_code) in common} == set()
    # Every area is accounted for: shares and what lies nowhere make one, but where RegSO overlap one another.
    sums: dict[str, float] = defaultdict(float)
    for (code, _to), overlap in ours.items():
        sums[code] += overlap.share_of_from
    missing = unaccounted(of, to)
    assert all(sums[code] + missing[code] == pytest.approx(1, abs=0.002) for code in known)
    assert 0.96 <= min(sums.values())
    # data/README.md, trap 4: Marieområdet is cut by four RegSO.
    parts = sorted(o.share_of_from for (code, _to), o in ours.items() if code == "0" and o.kind is OverlapKind.PART)
    assert [round(100 * share) for share in parts] == [13, 19, 30, 38]
