from __future__ import annotations

import numpy as np
import pytest

from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.ingest.grid import grid_area, grid_codes, grid_register, grid_square


def codes(*points: tuple[int, int], size: int = 1000) -> list[str]:
    x, y = (np.array([point[i] for point in points], np.int32) for i in (0, 1))
    return list(grid_codes(x, y, size=size).objects())


def test_codes_can_be_read() -> None:
    assert codes((674_123, 6_581_999)) == ["1km-N6581-E0674"]
    assert codes((674_123, 6_581_999), size=250) == ["250m-N26327-E2696"]
    assert codes((-1, -1), (0, 0)) == ["1km-S0001-W0001", "1km-N0000-E0000"]


def test_a_square_owns_its_south_western_corner_only() -> None:
    assert codes((1000, 1000), (1999, 1999), (2000, 1000), (1000, 2000)) == [
        "1km-N0001-E0001",
        "1km-N0001-E0001",
        "1km-N0001-E0002",
        "1km-N0002-E0001",
    ]


def test_rows_without_coordinates_have_no_square() -> None:
    assert codes((NO_COORDINATE, NO_COORDINATE), (5, 5)) == ["", "1km-N0000-E0000"]
    x = np.array([5, 5], np.int32)
    assert list(grid_codes(x, x, np.array([False, True])).objects()) == ["", "1km-N0000-E0000"]
    assert list(grid_codes(x[:0], x[:0]).objects()) == []


@pytest.mark.parametrize("size", [1, 100, 250, 1000, 5000])
def test_every_point_lies_in_its_square(size: int) -> None:
    rng = np.random.default_rng(4)
    x, y = rng.integers(-3_000_000, 3_000_000, (2, 500)).astype(np.int32)
    for px, py, code in zip(x.tolist(), y.tolist(), grid_codes(x, y, size=size).objects(), strict=True):
        west, south, side = grid_square(code)
        assert side == size
        assert west <= px < west + side
        assert south <= py < south + side
        assert west % size == south % size == 0


def test_the_square_as_polygon() -> None:
    ring = grid_area("1km-N0002-W0001")["coordinates"][0]
    assert ring == [[-1000.0, 2000.0], [0.0, 2000.0], [0.0, 3000.0], [-1000.0, 3000.0], [-1000.0, 2000.0]]


@pytest.mark.parametrize("code", ["", "1km-N6581", "1km-X1-E1", "0km-N1-E1", "1km-N6581-E0674x", "all"])
def test_another_text_is_no_code(code: str) -> None:
    with pytest.raises(ValueError, match="not the code"):
        grid_area(code)


def test_the_register_of_some_squares() -> None:
    register = grid_register(["1km-N0002-E0001", "", "1km-N0001-E0001", "1km-N0002-E0001"], "EPSG:3006", "Granhult")
    assert [area.code for area in register.at("grid")] == ["1km-N0001-E0001", "1km-N0002-E0001"]
    assert (register.municipality, register.crs) == ("Granhult", "EPSG:3006")


def test_the_size_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        codes((0, 0), size=0)
