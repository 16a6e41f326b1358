"""Spots where things happen: addresses along invented streets and named places, a few far busier than most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tryggve.example.plan import Plan, PlannedPlace, read_data
from tryggve.example.randomness import stream

WIDTH_M = 14.0  # spread of the spots of a street across it, standard deviation
PLACE_REACH_M = 160.0  # how far from the middle of its area a named place may lie
NEAR_M = 70.0  # how far from the other place a place "near" it lies


@dataclass(frozen=True)
class Spot:
    """A spot in whole metres with its words: `place` heads a column, `phrase` runs in a sentence."""

    x: int
    y: int
    place: str
    phrase: str
    street: str
    street_phrase: str


@dataclass(frozen=True)
class AreaSpots:
    """The spots of one area and the share of its events at each (Zipf-weighted; sums to one)."""

    spots: tuple[Spot, ...]
    shares: NDArray[np.float64]

    def on_street(self, spot: Spot) -> tuple[Spot, ...]:
        """The spots of the same street."""
        return tuple(other for other in self.spots if other.street == spot.street)


def place_points(plan: Plan, shapes: dict[str, Any], seed: int) -> dict[str, tuple[int, int]]:
    """Name of each planned place -> its point inside its area."""
    points: dict[str, tuple[int, int]] = {}
    for place in plan.places:
        rng = stream(seed, "places", place.name)
        middle = points.get(place.near) or _middle(shapes[place.area])
        reach = NEAR_M if place.near else PLACE_REACH_M
        points[place.name] = _near(middle, reach, shapes[place.area], rng)
    return points


def area_spots(
    plan: Plan, shapes: dict[str, Any], points: dict[str, tuple[int, int]], seed: int
) -> dict[str, AreaSpots]:
    """Area code -> its spots. No protected place is a spot, and none of the other spots is a home."""
    kinds = read_data("streets.toml")["kinds"]
    names = _street_names(plan, seed)
    spots = {}
    for area in plan.areas:
        kind, shape = kinds[area.kind], shapes[area.code]
        rng = stream(seed, "spots", area.code)
        here = [place for place in plan.places if place.area == area.code and not place.protected]
        along = [_named(place, points[place.name]) for place in here]
        along += [spot for name in names[area.code] for spot in _street(name, kind, shape, rng)]
        # Named places come first, so that they are among the busiest.
        weights = 1.0 / np.arange(1, len(along) + 1)
        weights[len(here) :] = rng.permutation(weights[len(here) :])
        spots[area.code] = AreaSpots(tuple(along), weights / weights.sum())
    return spots


def _named(place: PlannedPlace, point: tuple[int, int]) -> Spot:
    phrase = f"{place.in_or_on} {place.name}"
    return Spot(*point, place.name, phrase, place.name, phrase)


def _street_names(plan: Plan, seed: int) -> dict[str, list[tuple[str, str]]]:
    """Area code -> (name, name with its preposition); no street name twice in the municipality."""
    data = read_data("streets.toml")
    rng = stream(seed, "streets")
    first_parts = iter(rng.permutation(data["first_parts"] * 6).tolist())
    taken: set[str] = set()
    names: dict[str, list[tuple[str, str]]] = {}
    for area in plan.areas:
        kind = data["kinds"][area.kind]
        names[area.code] = []
        while len(names[area.code]) < kind["streets"]:
            ending = kind["endings"][len(names[area.code]) % len(kind["endings"])]
            name = next(first_parts) + ending
            if name not in taken:
                taken.add(name)
                names[area.code].append((name, f"{data['endings'][ending]} {name}"))
    return names


def _street(name: tuple[str, str], kind: dict[str, Any], shape: Any, rng: np.random.Generator) -> Iterator[Spot]:
    """The spots along one straight street through a random point of the area."""
    # Streets of an area with islands lie on its largest part.
    ground = max(shapely.get_parts(shape), key=lambda part: part.area)
    middle = np.array(_near(_middle(ground), 0.45 * float(np.sqrt(ground.area)), ground, rng), dtype=float)
    turn = rng.uniform(0, np.pi)
    along = np.array([np.cos(turn), np.sin(turn)])
    across = np.array([-along[1], along[0]])
    landmarks = rng.permutation(kind["landmarks"]).tolist()
    for number in range(-(-kind["spots"] // kind["streets"])):
        for _attempt in range(30):
            offset = rng.uniform(-0.5, 0.5) * kind["ways"] * along + rng.normal(0, WIDTH_M) * across
            x, y = np.rint(middle + offset).astype(int).tolist()
            if shapely.contains_xy(ground, x, y):
                landmark = landmarks[number % len(landmarks)]
                place = f"{landmark[0].upper()}{landmark[1:]}, {name[0]}"
                yield Spot(x, y, place, f"vid {landmark} {name[1]}", *name)
                break


def _middle(shape: Any) -> tuple[int, int]:
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return round(point.x), round(point.y)


def _near(middle: tuple[int, int], reach: float, shape: Any, rng: np.random.Generator) -> tuple[int, int]:
    """A random whole-metre point within `reach` of the middle and inside the shape; the middle where none is found."""
    for _attempt in range(200):
        x, y = np.rint(np.array(middle) + rng.uniform(-reach, reach, 2)).astype(int).tolist()
        if np.hypot(x - middle[0], y - middle[1]) <= reach and shapely.contains_xy(shape, x, y):
            return x, y
    return middle
