"""Repeat places: coordinates that events come back to, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.columns import checked_numbers
from tryggve.stats.inputs import FloatArray, IntArray, checked_count
from tryggve.stats.multiple import benjamini_hochberg


@dataclass(frozen=True, kw_only=True, eq=False)
class RepeatPlaces(ArrayResult):
    """Places with at least `least` events, most first: `x`, `y` float64[k], `events` int64[k], `p_value`, `q_value`.

    `n_places` places have an event at all, `n_events` events in all, `share` of them at the places listed. Coordinates
    may be snapped (to a street, a square, a point that stands for many homes): then a place is not an address.
    """

    x: FloatArray
    y: FloatArray
    events: IntArray
    p_value: FloatArray
    q_value: FloatArray
    n_places: int
    n_events: int
    share: float

    def __post_init__(self) -> None:
        for values in (self.x, self.y, self.events, self.p_value, self.q_value):
            values.setflags(write=False)


def repeat_places(x: ArrayLike, y: ArrayLike, *, least: int = 5, places: int | None = None) -> RepeatPlaces:
    """Places that hold at least `least` events, and the chance of so many were events spread evenly over the places.

    x, y: float[n] metres; the same coordinates are the same place. `places`: how many places there are that an event
    may come to (homes, addresses); those with an event when None, which is the cautious choice. p: P(N ≥ events) for N
    Poisson with mean events / places; q by Benjamini and Hochberg over all places with events. ValueError for
    coordinates that are no numbers, fewer `places` than have events, `least` below 2.
    """
    east, north = checked_numbers(x, "x"), checked_numbers(y, "y")
    if len(east) != len(north):
        raise ValueError(f"x and y must be equally long, got {len(east)} and {len(north)}")
    points = np.stack([east, north], axis=1)
    if checked_count(least, "least") < 2:
        raise ValueError(f"least must be at least 2 events, got {least}: one event is no repeat")
    found, events = np.unique(points, axis=0, return_counts=True)
    if places is not None and checked_count(places, "places") < len(found):
        raise ValueError(f"places must be at least the {len(found)} that have events, got {places}")
    mean = len(points) / max(places or len(found), 1)
    p = np.asarray(gammainc(events.astype(np.float64), mean), np.float64)
    q = benjamini_hochberg(p)
    order = [i for i in np.lexsort((found[:, 1], found[:, 0], -events)) if events[i] >= least]
    return RepeatPlaces(
        method="repeat_places", parameters={"least": int(least), "places": places or len(found)},
        reference="Sherman, Gartin & Buerger (1989), Hot spots of predatory crime, Criminology 27:27–56",
        x=found[order, 0], y=found[order, 1], events=events[order].astype(np.int64), p_value=p[order], q_value=q[order],
        n_places=len(found), n_events=len(points), share=float(events[order].sum() / max(len(points), 1)),
    )  # fmt: skip
