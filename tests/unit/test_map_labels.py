"""Names on a map: the areas with most events first, none over another, none outside."""

from __future__ import annotations

import itertools
import re

from tryggve.reports.figures.map_labels import Spot, labels
from tryggve.reports.figures.map_svg import Shape, draw


def names(parts: list[str]) -> list[str]:
    return [re.findall(r">([^<]+)</text>", part)[-1] for part in parts]


def test_a_small_area_that_must_be_named_gets_a_line_and_others_no_name() -> None:
    made = labels([Spot("Klockarhagen", 300, 300, 20, must=True), Spot("Timotejen", 200, 100, 20)], 640, 600)
    assert names(made) == ["Klockarhagen"]
    assert "<circle" in made[0]


def test_where_there_is_room_the_name_stands_in_the_area_without_a_line() -> None:
    (made,) = labels([Spot("Ön & viken", 300, 300, 200, must=True)], 640, 600)
    assert "<circle" not in made
    assert "Ön &amp; viken" in made


def test_names_side_by_side_do_not_run_into_each_other_or_out_of_the_picture() -> None:
    crowd = [Spot(f"Kvarnbacken {i}", 10 + 8 * i, 12 + 5 * i, 15, must=True) for i in range(5)]
    made = labels(crowd, 640, 600)
    assert len(made) == 5
    boxes = []
    for part in made:
        x, y = map(float, re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"', part)[-1])
        boxes.append((x - 36, y - 9, x + 36, y + 2))
    assert all(x0 >= 0 and y0 >= 0 and x1 <= 640 for x0, y0, x1, _y1 in boxes)
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_no_room_anywhere_no_name() -> None:
    assert labels([Spot("Ett mycket långt namn på ett område", 20, 20, 10, must=True)], 60, 60) == []


def test_the_map_names_those_with_most_events_before_larger_areas() -> None:
    def square(x: float, side: float) -> dict[str, object]:
        return {"type": "Polygon", "coordinates": [[[x, 0], [x + side, 0], [x + side, side], [x, side], [x, 0]]]}

    shapes = [Shape(square(0, 900), "Stora skogen"), Shape(square(900, 30), "Lilla torget", named_first=True)]
    svg = draw(shapes, None, ())
    assert svg.index("Lilla torget") < svg.index("Stora skogen")
    assert "<circle" in svg
