from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.ingest.centroid import centroid_rows

AREA_NAMES = ("Granhult", "Talludden")


def found(
    spots: list[tuple[int, int]], places: list[str], stated: list[bool] | None = None, has_xy: list[bool] | None = None
) -> NDArray[np.bool_]:
    x, y = (np.array([spot[i] for spot in spots], np.int32) for i in (0, 1))
    present = np.ones(len(spots), bool) if has_xy is None else np.array(has_xy)
    said = None if stated is None else np.array(stated)
    return centroid_rows(x, y, present, Coded.of(places), said, AREA_NAMES.__contains__)


SPREAD = [(1000 * i, 500) for i in range(200)]
SPREAD_PLACES = [f"Plats {i}" for i in range(200)]


def test_one_spot_for_the_name_of_an_area_is_its_middle() -> None:
    got = found([(7, -7)] * 20 + SPREAD, ["Granhult"] * 20 + SPREAD_PLACES)
    assert got.tolist() == [True] * 20 + [False] * 200


def test_nineteen_rows_are_too_few() -> None:
    assert not found([(7, 7)] * 19 + SPREAD, ["Granhult"] * 19 + SPREAD_PLACES).any()


def test_a_name_with_many_spots_is_not_a_middle() -> None:
    many = [(7, 7)] * 40 + [(i, 9) for i in range(10)]
    assert not found(many + SPREAD, ["Granhult"] * 50 + SPREAD_PLACES).any()
    # 90 % at one spot are enough; the stray rows of the same name stay points.
    most = [(7, 7)] * 90 + [(i, 9) for i in range(10)]
    got = found(most + SPREAD, ["Granhult"] * 100 + SPREAD_PLACES)
    assert got.tolist() == [True] * 90 + [False] * 210


def test_a_square_whose_reports_share_a_spot_stays_a_point() -> None:
    assert not found([(7, 7)] * 60 + SPREAD, ["Stortorget"] * 60 + SPREAD_PLACES).any()


def test_a_file_that_knows_no_finer_place_is_a_file_of_middles() -> None:
    spots = [(1, 1)] * 60 + [(2, 2)] * 35 + [(3, 3)] * 3
    places = ["Astad"] * 60 + ["Bstad"] * 35 + ["Cstad"] * 3
    assert found(spots, places).all()
    # The same among rows that say themselves that they are points.
    assert found(spots, places, stated=[True] * 60 + [False] * 38).tolist() == [False] * 60 + [True] * 38


def test_rows_without_coordinates_or_place_are_never_middles() -> None:
    assert (
        found([(7, 7)] * 30, ["Granhult"] * 30, has_xy=[True] * 25 + [False] * 5).tolist() == [True] * 25 + [False] * 5
    )
    assert not found([(7, 7)] * 30, [""] * 30).any()
    assert len(found([], [])) == 0


def test_spots_are_told_apart_on_both_sides_of_zero() -> None:
    spots = [(-1, -1)] * 10 + [(-1, 1)] * 10 + [(1, -1)] * 10
    assert not found(spots + SPREAD, ["Granhult"] * 30 + SPREAD_PLACES).any()
