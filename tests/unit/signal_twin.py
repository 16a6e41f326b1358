"""A plain detector and a small town for the tests of signals: neighbouring areas against their own trailing mean."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tryggve.signals.found import Events, Found
from tryggve.signals.history import History, Precision
from tryggve.signals.methods import Method

SIDE = 4
FIRST = 18_628  # 2021-01-01


@dataclass(frozen=True)
class Twin:
    """For each area with its four nearest, and 7 days: log-likelihood ratio of an expectation-based Poisson scan."""

    method: str = "twin"
    neighbours: int = 3
    window: int = 7

    def replay(self, events: Events, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        for day in range(first_day, last_day + 1):
            yield day, self._on(events, day)

    def _on(self, events: Events, day: int) -> list[Found]:
        known = (events.day <= day) & (events.area >= 0)
        begin = max(events.first_day, day - 365 - self.window)
        recent = known & (events.day > day - self.window)
        past = known & ~recent & (events.day >= begin)
        m, past_days = len(events.xy), max(1, day - self.window - begin + 1)
        now = np.bincount(events.area[recent], minlength=m)
        usual = np.bincount(events.area[past], minlength=m) * self.window / past_days
        found = []
        for centre in range(m):
            order = np.argsort(((events.xy - events.xy[centre]) ** 2).sum(axis=1), kind="stable")
            for size in range(1, self.neighbours + 1):
                zone = order[:size]
                c, b = float(now[zone].sum()), float(usual[zone].sum()) + 0.1
                if c > b:
                    score = c * math.log(c / b) + b - c
                    areas = tuple(int(a) for a in zone)
                    found.append(Found(self.method, "", areas, day - self.window + 1, day, c, b, score))
        return found


METHODS = (Method(Twin(), ("twin",), 1.0),)


def town(
    days: int = 900, per_day: float = 6.0, seed: int = 1, extra: Sequence[tuple[int, int, int, int]] = ()
) -> History:
    """Sixteen square areas of a kilometre; `extra` are (area, first day, days, events a day), counted from day 0."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), rng.poisson(per_day, days))
    area = rng.integers(0, SIDE * SIDE, len(day))
    for where, first, length, a_day in extra:
        more = np.repeat(np.arange(first, first + length), a_day)
        day, area = np.concatenate([day, more]), np.concatenate([area, np.full(len(more), where)])
    order = np.argsort(day, kind="stable")
    day, area = day[order], area[order]
    source = rng.integers(0, 4, len(day))
    xy = np.array([(500.0 + 1000 * (i % SIDE), 500.0 + 1000 * (i // SIDE)) for i in range(SIDE * SIDE)])
    places = xy[area] + rng.uniform(-400, 400, (len(day), 2))
    events = Events(
        area=area, day=day + FIRST, category=rng.integers(0, 2, len(day)), source=source, x=places[:, 0],
        y=places[:, 1], day_known=np.ones(len(day), bool), xy=xy, categories=("klotter", "inbrott_stold"),
        sources=("A", "B", "C", "D"), first_day=FIRST, last_day=FIRST + days - 1,
    )  # fmt: skip
    squares = tuple(_square(x, y) for x, y in xy.tolist())
    return History(
        municipality="Exempel", source="EST", level="ruta", codes=tuple(f"R{i}" for i in range(len(xy))),
        names=tuple(f"Ruta {i}" for i in range(len(xy))), outlines=squares, events=events,
        severity=np.zeros(len(day), np.int64), kinds=("school", "school", "school", "police"),
        precision=Precision(len(day), 0, 0, len(day), 0), crs="EPSG:3006",
    )  # fmt: skip


def _square(x: float, y: float) -> dict[str, object]:
    west, south, east, north = x - 500, y - 500, x + 500, y + 500
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
