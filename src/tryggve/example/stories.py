"""Three stories with known truth, laid into the invented reports so that one can see whether a picture finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_date
from tryggve.example.events import Event, found_between, jitter
from tryggve.example.municipality import Municipality
from tryggve.example.organisations import Organisation, load_organisations
from tryggve.example.plan import read_data
from tryggve.example.presence import present
from tryggve.example.randomness import stream
from tryggve.example.rhythm import FIRST_DAY, LAST_DAY, category_rhythms, moment, week_number
from tryggve.example.spots import Spot

RETRIES = 50


@dataclass(frozen=True)
class Story:
    """One injected story. `weeks` lists week number, area and number of events; `rise` grows from week to week."""

    name: str
    category: str
    about: str
    reporters: tuple[str, ...]
    weights: tuple[float, ...]
    hours: tuple[float, ...]
    weekday: tuple[float, ...]
    severity: tuple[float, ...]
    cluster_m: float
    texts: tuple[str, ...]
    place: str = ""
    weeks: tuple[tuple[int, str, int], ...] = ()
    rise: tuple[int, int, float, float] | None = None

    def steps(self, area: str, rng: np.random.Generator) -> Iterator[tuple[int, str, int]]:
        """Week number, area code and number of events, week by week; a rise draws its numbers for `area`."""
        yield from self.weeks
        if self.rise is not None:
            first, last, at_first, at_last = self.rise
            for week in range(first, last + 1):
                mean = at_first + (at_last - at_first) * (week - first) / (last - first)
                yield week, area, int(rng.poisson(mean))


def load_stories() -> tuple[Story, ...]:
    """The stories as shipped."""
    stories = []
    for name, raw in read_data("stories.toml").items():
        entry: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
        entry["weeks"] = tuple((week_number(week), area, n) for week, area, n in raw.get("weeks", ()))
        if "rise" in raw:
            first, last, *means = raw["rise"]
            entry["rise"] = (week_number(first), week_number(last), *means)
        stories.append(Story(name=name, **entry))
    return tuple(stories)


def story_events(municipality: Municipality, story: Story, seed: int) -> list[Event]:
    """The events of a story, each as one of its reporters came across it; `moment` is when it truly happened."""
    rng = stream(seed, "story", story.name)
    reporters = [_named(name) for name in story.reporters]
    presence = {reporter.name: present(reporter, seed) for reporter in reporters}
    place = next((place for place in municipality.plan.places if place.name == story.place), None)
    events = []
    for week, area, n in story.steps(place.area if place else "", rng):
        covering = [
            (reporter, weight)
            for reporter, weight in zip(reporters, story.weights, strict=True)
            if area in municipality.expand(reporter.areas) and presence[reporter.name][week]
        ]
        spot = _spot(municipality, story, area, week)
        for _number in range(n):
            if made := _told(municipality, story, (week, area, spot), covering, presence, rng):
                events.append(made)
    return events


def _told(
    municipality: Municipality,
    story: Story,
    step: tuple[int, str, Spot],
    covering: list[tuple[Organisation, float]],
    presence: dict[str, NDArray[np.bool_]],
    rng: np.random.Generator,
) -> Event | None:
    """One event, told by a reporter that is there when it is found; None where nobody is."""
    week, area, spot = step
    if not covering:
        return None
    weights = np.array([weight for _reporter, weight in covering])
    weekday, hours = np.array(story.weekday), np.array(story.hours)
    x, y = jitter(municipality, area, (spot.x, spot.y), story.cluster_m, rng)
    for _attempt in range(RETRIES):
        day = FIRST_DAY + 7 * week + int(rng.choice(7, p=weekday / weekday.sum()))
        hour = float(rng.choice(24, p=hours / hours.sum()) + rng.random() * 0.95)
        true_moment = moment(day, hour)
        reporter = covering[rng.choice(len(covering), p=weights / weights.sum())][0]
        start, end = true_moment, None
        if category_rhythms()[story.category].damage and reporter.habits.found and reporter.habits.hours != (0, 24):
            start, end = found_between(reporter.habits, _next_staffed(reporter, day, hour), rng)
        made = Event(
            reporter, story.category, area, spot, x, y, start, end, day_only=False,
            story=story.name, moment=true_moment, texts=story.texts, severity=story.severity,
        )  # fmt: skip
        there = made.last_day <= LAST_DAY and presence[reporter.name][(made.last_day - FIRST_DAY) // 7]
        if there and start <= true_moment <= (end or start) and (end or reporter.habits.sees(true_moment)):
            return made
    return None


def _next_staffed(reporter: Organisation, day: int, hour: float) -> int:
    """The day on whose morning the reporter finds what happened."""
    found = day if hour < reporter.habits.hours[0] else day + 1
    while not reporter.habits.staffed(day_date(found).weekday()):
        found += 1
    return found


def _spot(municipality: Municipality, story: Story, area: str, week: int) -> Spot:
    """The story's place, else the busiest spot of the area that is no named place, another one every third week."""
    spots = municipality.spots[area]
    if story.place:
        return next(spot for spot in spots.spots if spot.place == story.place)
    streets = [number for number, spot in enumerate(spots.spots) if spot.place != spot.street]
    busiest = sorted(streets, key=lambda number: -float(spots.shares[number]))
    return spots.spots[busiest[(week // 3) % len(busiest)]]


def _named(name: str) -> Organisation:
    return next(organisation for organisation in load_organisations() if organisation.name == name)
