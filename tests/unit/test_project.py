from __future__ import annotations

import time

import numpy as np
import pytest

from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.domain.row_error import FileError
from tryggve.ingest.project import check_working_crs, known_crs, move, to_working_crs, working_crs_for

SWEREF, DEGREES = "EPSG:3006", "EPSG:4326"


def northing(latitude: float) -> float:
    """Metres north on the central meridian: 0.9996 times the meridian arc of GRS 80, integrated by Simpson's rule."""
    a, f = 6_378_137.0, 1 / 298.257222101
    e2 = f * (2 - f)
    phi = np.linspace(0, np.radians(latitude), 20_001)
    arc = a * (1 - e2) / (1 - e2 * np.sin(phi) ** 2) ** 1.5
    weights = np.ones(len(phi))
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    return float(0.9996 * (arc * weights).sum() * (phi[1] - phi[0]) / 3)


@pytest.mark.parametrize("latitude", [55.4, 59.0, 63.8, 68.5])
def test_degrees_on_the_central_meridian_become_metres(latitude: float) -> None:
    got = to_working_crs([15.0], [latitude], DEGREES, SWEREF)
    assert (got.x.tolist(), got.ok.tolist()) == ([500_000], [True])
    assert got.y[0] == round(northing(latitude))
    assert got.x.dtype == got.y.dtype == np.int32


def test_east_comes_before_north_whatever_the_code_says() -> None:
    # EPSG:3006 and EPSG:4326 both define north first.
    got = to_working_crs([520_000.4], [6_800_000.6], SWEREF, SWEREF)
    assert (got.x[0], got.y[0]) == (520_000, 6_800_001)
    lon, lat, _ok = move([520_000], [6_800_000], SWEREF, DEGREES)
    assert 15 < lon[0] < 16 < 61 < lat[0] < 62


def test_there_and_back_is_within_half_a_metre() -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(11, 24, 500), rng.uniform(55.3, 69, 500)
    got = to_working_crs(lon, lat, DEGREES, SWEREF)
    lon2, lat2, _ok = move(got.x, got.y, SWEREF, DEGREES)
    assert np.abs(lat2 - lat).max() * 111_000 < 0.8
    assert (np.abs(lon2 - lon) * 111_000 * np.cos(np.radians(lat))).max() < 0.8


@pytest.mark.parametrize(
    ("x", "y", "crs"),
    [
        (np.nan, 60.0, DEGREES),
        (15.0, np.inf, DEGREES),
        (60.0, 15.0, DEGREES),  # swapped
        (15.0, 60.0, SWEREF),  # degrees read as metres
        (6_800_000, 520_000, SWEREF),  # swapped metres
        (-73.98, 40.75, DEGREES),  # another continent
        (1_719_000, 7_088_000, SWEREF),  # RT 90 read as SWEREF 99 TM
        (181.0, 60.0, DEGREES),
        (15.0, 91.0, DEGREES),
        (1e300, -1e300, SWEREF),
    ],
)
def test_what_cannot_lie_there_is_told_and_has_no_coordinate(x: float, y: float, crs: str) -> None:
    got = to_working_crs(
        [x, 15.0 if crs == DEGREES else 500_000], [y, 60.0 if crs == DEGREES else 6_800_000], crs, SWEREF
    )
    assert got.ok.tolist() == [False, True]
    assert got.x[0] == got.y[0] == NO_COORDINATE


def test_a_national_grid_serves_far_from_its_own_strip() -> None:
    # RT 90 2.5 gon V was used in the whole country; its official area is one strip of it.
    got = to_working_crs([1_719_000], [7_088_000], "EPSG:3021", SWEREF)
    assert got.ok[0]
    assert abs(int(got.x[0]) - 758_400) < 1000


def test_no_rows() -> None:
    got = to_working_crs([], [], DEGREES, SWEREF)
    assert len(got.x) == len(got.y) == len(got.ok) == 0


@pytest.mark.parametrize("crs", ["EPSG:99999", "", "nonsense", "EPSG:"])
def test_an_unknown_code_is_named(crs: str) -> None:
    with pytest.raises(FileError) as caught:
        to_working_crs([15.0], [60.0], crs, SWEREF)
    assert crs in caught.value.what
    assert "EPSG:3006" in caught.value.how


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3435"])  # degrees; US survey feet
def test_a_store_works_in_metres_only(crs: str) -> None:
    with pytest.raises(FileError):
        check_working_crs(crs)


def test_names_of_a_crs() -> None:
    assert {known_crs(text) for text in ("3006", "EPSG:3006", " epsg:3006 ", "urn:ogc:def:crs:EPSG::3006")} == {SWEREF}
    assert known_crs("urn:ogc:def:crs:OGC:1.3:CRS84") == known_crs("urn:ogc:def:crs:OGC::CRS84") == "OGC:CRS84"


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [
        ([15.0, 16.0, 200.0], [60.0, 61.0, 60.0], SWEREF),
        ([-73.9, -74.0, np.nan], [40.7, 40.8, 40.7], "EPSG:32618"),
        ([-1.5], [53.8], "EPSG:32630"),
        ([151.2], [-33.9], "EPSG:32756"),
        ([180.0], [10.0], "EPSG:32660"),
        ([-180.0], [10.0], "EPSG:32601"),
        ([15.0] * 3 + [-74.0], [60.0] * 3 + [40.0], SWEREF),  # the median: one stray point decides nothing
        ([], [], SWEREF),
    ],
)
def test_the_crs_a_store_should_work_in(lon: list[float], lat: list[float], crs: str) -> None:
    assert working_crs_for(np.array(lon), np.array(lat)) == crs


def test_a_million_points() -> None:
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(11, 24, 1_000_000), rng.uniform(55.3, 69, 1_000_000)
    begin = time.process_time()
    assert to_working_crs(lon, lat, DEGREES, SWEREF).ok.all()
    assert time.process_time() - begin < 1.0
