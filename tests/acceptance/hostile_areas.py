"""Areas files with outlines that no surveyor drew."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

X, Y, SIDE = 700_000, 6_600_000, 2_000
Ring = list[list[Any]]


def square(number: int = 0, side: int = SIDE) -> Ring:
    """The ring of a square, the next one east of it for each number, in rows of 300."""
    x, y = X + number % 300 * side, Y + number // 300 * side
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(geometry: object, code: str = "A1") -> str:
    """A feature as text; the geometry too may be text, where no library would write it."""
    shape = geometry if isinstance(geometry, str) else json.dumps(geometry)
    return f'{{"type":"Feature","properties":{{"kod":"{code}","namn":"{code}"}},"geometry":{shape}}}'


def polygon(*rings: Ring) -> dict[str, Any]:
    """A polygon of rings: the shell and its holes."""
    return {"type": "Polygon", "coordinates": rings}


def collection(features: Iterable[str]) -> bytes:
    """The file of the features, with a whole area beside them."""
    whole = feature(polygon(square(5)), "Hel")
    return ('{"type":"FeatureCollection","features":[' + ",".join([whole, *features]) + "]}").encode()


def one(*rings: Ring) -> bytes:
    """A file with an area of these rings beside the whole one."""
    return collection([feature(polygon(*rings))])


def bow_tie() -> bytes:
    """A ring that crosses itself in the middle."""
    a, b, c, d, _a = square()
    return one([a, c, b, d, a])


def bow_ties(n: int) -> bytes:
    """A ring that crosses itself all the time: a zigzag with `n` teeth drawn over itself at an angle."""
    there = [[X + i, Y + (SIDE if i % 2 else 0)] for i in range(n)]
    back = [[X + n - i, Y + 7 + (SIDE if i % 3 else 0)] for i in range(n)]
    return one([*there, *back, there[0]])


def star(corners: int, step: int) -> bytes:
    """A star whose every side crosses very many others."""
    angles = (2 * math.pi * (i * step % corners) / corners for i in range(corners))
    ring = [[X + SIDE * math.cos(angle), Y + SIDE * math.sin(angle)] for angle in angles]
    return one([*ring, ring[0]])


def not_closed() -> bytes:
    """A ring without its last corner."""
    return one(square()[:-1])


def holes_outside() -> bytes:
    """Holes that lie outside the shell."""
    return one(square(), square(2), square(3))


def many_holes(n: int) -> bytes:
    """The same hole over and over."""
    hole = [[X + 500, Y + 500], [X + 900, Y + 500], [X + 900, Y + 900], [X + 500, Y + 500]]
    return one(square(), *[hole] * n)


def round_one(corners: int) -> bytes:
    """A circle of very many corners."""
    ring = [
        [
            X + round(SIDE * math.cos(2 * math.pi * i / corners), 3),
            Y + round(SIDE * math.sin(2 * math.pi * i / corners), 3),
        ]
        for i in range(corners)
    ]
    return one([*ring, ring[0]])


def many_corners(n: int) -> bytes:
    """A ring of very many corners, as text."""
    ring = f"[{X},{Y}]," * n + f"[{X},{Y}]"
    return collection([feature(f'{{"type":"Polygon","coordinates":[[{ring}]]}}')])


def many(n: int) -> bytes:
    """`n` small squares."""
    return collection(feature(polygon(square(i + 6, 200)), f"K{i}") for i in range(n))


def stacked(n: int) -> bytes:
    """`n` areas on top of each other, each turned a little: all of them cross all the others."""
    features = []
    for i in range(n):
        angles = [math.pi * (k / 2 + i / n) for k in (0, 1, 2, 3, 0)]
        ring = [[X + 5000 * math.cos(angle), Y + 5000 * math.sin(angle)] for angle in angles]
        features.append(feature(polygon(ring), f"K{i}"))
    return collection(features)


def nested(depth: int) -> bytes:
    """Collections within collections."""
    inner = json.dumps(polygon(square()))
    open_, close = '{"type":"GeometryCollection","geometries":[', "]}"
    return collection([feature(open_ * depth + inner + close * depth)])


def nested_coordinates(depth: int) -> bytes:
    """Brackets within brackets where coordinates belong."""
    return collection([feature('{"type":"Polygon","coordinates":' + "[" * depth + "]" * depth + "}")])


def coordinate(text: str) -> bytes:
    """A polygon one of whose numbers is this text of JSON."""
    ring = json.dumps(square()).replace(str(X), text, 1)
    return collection([feature(f'{{"type":"Polygon","coordinates":[{ring}]}}')])


def same_code(n: int) -> bytes:
    """`n` areas of one code."""
    return collection(feature(polygon(square(i + 6)), "K1") for i in range(n))
