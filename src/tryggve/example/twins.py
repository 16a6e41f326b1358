"""The same event reported by two organisations, as happens when both do their work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

import numpy as np

from tryggve.example.events import Event, jitter
from tryggve.example.municipality import Municipality
from tryggve.example.organisations import Organisation, load_organisations
from tryggve.example.presence import present
from tryggve.example.randomness import stream
from tryggve.example.rhythm import FIRST_DAY, LAST_DAY, clock

SHARE = 0.03
APART_MIN = 40
APART_M = 12.0


def draw_twins(municipality: Municipality, events: list[Event], seed: int) -> list[Event]:
    """For a few of the events the report of another organisation: about the same time and place, in its own words."""
    rng = stream(seed, "twins")
    there = {organisation.name: present(organisation, seed) for organisation in load_organisations()}
    by_area: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in load_organisations():
        for area in municipality.expand(organisation.areas):
            by_area[area].append(organisation)
    twins = []
    for event in events:
        if rng.random() >= SHARE or event.day_only:
            continue
        others = [other for other in by_area[event.area] if _may_tell(other, event)]
        if not others:
            continue
        twin = _twin(municipality, event, others[int(rng.integers(len(others)))], rng)
        week = (twin.last_day - FIRST_DAY) // 7
        if FIRST_DAY <= twin.last_day <= LAST_DAY and there[twin.organisation.name][week]:
            twins.append(twin)
    return twins


def _may_tell(other: Organisation, event: Event) -> bool:
    """Another kind, that meets such things, and that saw it or finds damage when its work begins."""
    meets = other.kind != event.organisation.kind and event.category in other.habits.mix
    there = other.habits.found > 0 if event.end else other.habits.sees(event.start)
    return meets and there and other.habits.weekday[(event.last_day + 3) % 7] > 0


def _twin(municipality: Municipality, event: Event, other: Organisation, rng: np.random.Generator) -> Event:
    later = dt.timedelta(minutes=5 * int(rng.integers(-APART_MIN // 5, APART_MIN // 5 + 1)))
    x, y = jitter(municipality, event.area, (event.x, event.y), APART_M, rng)
    start, end = event.start, event.end
    if end is not None:  # found at another moment, but not before it can have happened
        end = max(start + dt.timedelta(minutes=5), clock(end + later))
    elif other.habits.sees(clock(start + later)):
        start = clock(start + later)
    return replace(event, organisation=other, x=x, y=y, start=start, end=end, twin_of=event)
