"""The cartogram: one hexagon for each area, none twice, no hole, about where it lies, and names that fit."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from tryggve.reports.figures.hexagons import Hexagon, Swatch, draw_hexagons, name_lines, places_of


@pytest.mark.parametrize("n", [1, 2, 7, 42, 290])
def test_each_area_has_a_hexagon_of_its_own_and_they_hang_together(n: int) -> None:
    points = np.random.default_rng(n).normal(size=(n, 2)) * 10_000
    places = places_of(points)
    apart = np.hypot(*(places[:, np.newaxis, :] - places[np.newaxis, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    if n > 1:
        assert apart.min() == pytest.approx(1.0)
        assert apart.min(axis=1).max() == pytest.approx(1.0), "no hexagon lies alone"
    assert (places_of(points) == places).all()


def test_no_areas() -> None:
    assert places_of(np.empty((0, 2))).shape == (0, 2)


def test_directions_are_kept() -> None:
    rows, columns = np.mgrid[0:6, 0:7]
    points = np.column_stack([columns.ravel() * 1000.0, rows.ravel() * 1000.0])
    places = places_of(points)
    for axis in (0, 1):
        assert np.corrcoef(points[:, axis], places[:, axis])[0, 1] > 0.9


def test_a_name_is_broken_where_it_may_be() -> None:
    assert name_lines("Haga") == ["Haga"]
    assert name_lines("Universitetet-sjukhusområdet-Nydalahöjden") == [
        "Universitetet-",
        "sjukhusområdet-",
        "Nydalahöjden",
    ]
    assert name_lines("a" * 30) == ["a" * 14 + "…"]
    long = name_lines("Ett alldeles för långt namn som inte ens ryms på fyra rader i en bild av något")
    assert len(long) == 4
    assert long[-1].endswith("…")


def test_the_drawing_says_what_it_is_and_marks_what_is_dashed() -> None:
    areas = [Hexagon(0, 0, "A <1>", 0, "5"), Hexagon(1000, 0, "B", 4, "1", dashed=True)]
    svg = draw_hexagons(areas, [Swatch(0, "fem"), Swatch(None, "streckad")], "Inte en karta & mer")
    words = [text for text in ElementTree.fromstring(svg).itertext() if text.strip()]
    assert {"A <1>", "B", "5", "1", "fem", "streckad", "Inte en karta & mer"} <= set(words)
    assert svg.count("stroke-dasharray") == 2
