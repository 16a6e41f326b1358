"""Draws what the organisations of the invented municipality come across, with the rhythm of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from tryggve.example.municipality import Municipality
from tryggve.example.organisations import Habits, Organisation
from tryggve.example.presence import present
from tryggve.example.randomness import stream
from tryggve.example.rhythm import FIRST_DAY, LAST_DAY, WEEKS, category_rhythms, clock, moment
from tryggve.example.spots import Spot

UNREST = 3.4  # shape of the gamma noise of an area's week: variance of its counts about 1.25 × mean
PEOPLE_POWER = 0.7  # events grow slower than the number of residents
GPS_M = 6.0  # spread of a point around its spot, standard deviation
NEAR_REPEATS = 0.10
NEAR_REPEAT_M = 50.0  # along each axis, standard deviation: about 70 m away
NEAR_REPEAT_DAYS = 30
REPEATING = ("skadegorelse", "klotter", "inbrott_stold", "anlagd_brand", "buskorning")


@dataclass(frozen=True)
class Event:
    """One event as one organisation came across it: `end` is given where only an interval is known.

    `story` names the injected story it belongs to, `moment` when it truly happened there; `texts` replace the usual
    phrases; `twin_of` is the event of another organisation that this is the same as.
    """

    organisation: Organisation
    category: str
    area: str
    spot: Spot
    x: int
    y: int
    start: dt.datetime
    end: dt.datetime | None
    day_only: bool
    story: str = ""
    moment: dt.datetime | None = None
    texts: tuple[str, ...] = ()
    severity: tuple[float, ...] = ()
    twin_of: Event | None = None

    @property
    def last_day(self) -> int:
        """The last local day on which it can have happened, as a day number."""
        return (self.end or self.start).toordinal() - dt.date(1970, 1, 1).toordinal()


def draw_events(municipality: Municipality, organisation: Organisation, seed: int) -> list[Event]:
    """Everything the organisation came across in the four years, near repeats included, in no order."""
    rng = stream(seed, "events", organisation.name)
    habits, rhythms = organisation.habits, category_rhythms()
    areas = municipality.expand(organisation.areas)
    codes = tuple(habits.mix)
    there = np.repeat(present(organisation, seed), 7)
    weekday = np.tile(np.array(habits.weekday), WEEKS)
    mix = np.array([habits.mix[code] for code in codes]) / sum(habits.mix.values())
    by_category = np.stack([rhythms[code].level() for code in codes], axis=1) * mix
    common = np.array([[_common(municipality, area, code) for area in areas] for code in codes])
    common /= common.sum(axis=1, keepdims=True)
    unrest = np.repeat(_unrest(municipality, seed)[:, _columns(municipality, areas)], 7, axis=0)
    a_day = organisation.size * habits.per_week / sum(habits.weekday) * weekday * there
    expected = np.einsum("d,dc,ca,da->dca", a_day, by_category, common, unrest)
    cells = _draw_cells(expected, rng)
    events = []
    for day, category, area in zip(*np.unravel_index(cells, expected.shape), strict=True):
        made = _event(municipality, organisation, int(day), codes[category], areas[area], rng)
        # Late at night the date turns; into a silent week the organisation does not report.
        if made is not None and there[made.last_day - FIRST_DAY]:
            events.append(made)
    return events + _near_repeats(municipality, events, there, rng)


def _common(municipality: Municipality, code: str, category: str) -> float:
    area = municipality.plan.area(code)
    return float(area.population**PEOPLE_POWER * category_rhythms()[category].by_area[area.kind])


def _columns(municipality: Municipality, areas: tuple[str, ...]) -> list[int]:
    order = [area.code for area in municipality.plan.areas]
    return [order.index(code) for code in areas]


def _unrest(municipality: Municipality, seed: int) -> NDArray[np.float64]:
    """What makes a week in an area more or less lively for every reporter alike (float[WEEKS, areas], mean 1)."""
    return stream(seed, "unrest").gamma(UNREST, 1 / UNREST, (WEEKS, len(municipality.plan.areas)))


def _draw_cells(expected: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Independent Poisson counts of all cells, as the flat index of the cell of each event."""
    cumulated = np.cumsum(expected)
    total = float(cumulated[-1])
    places = rng.random(rng.poisson(total)) * total
    return np.sort(np.searchsorted(cumulated, places, side="right"))


def _event(
    municipality: Municipality, organisation: Organisation, day: int, category: str, area: str, rng: np.random.Generator
) -> Event | None:
    habits, rhythm = organisation.habits, category_rhythms()[category]
    spots = municipality.spots[area]
    home = [spot for spot in spots.spots if spot.place == organisation.place]
    spot = (
        home[0] if home and rng.random() < habits.home else spots.spots[rng.choice(len(spots.shares), p=spots.shares)]
    )
    x, y = jitter(municipality, area, (spot.x, spot.y), GPS_M, rng)
    start: dt.datetime
    end: dt.datetime | None = None
    if rhythm.damage and rng.random() < habits.found:
        start, end = found_between(habits, FIRST_DAY + day, rng)
        if start < moment(FIRST_DAY, 0):
            start, end = end, None
    else:
        start = moment(FIRST_DAY + day, _hour(habits, np.array(rhythm.hours), rng))
    if (end or start) >= moment(LAST_DAY + 1, 0):
        return None
    day_only = end is None and rng.random() < (0.75 if rhythm.condition else habits.day_only)
    return Event(organisation, category, area, spot, x, y, start, end, bool(day_only))


def _hour(habits: Habits, hours: NDArray[np.float64], rng: np.random.Generator) -> float:
    """An hour of the category's profile while the organisation is at work (past 24: the next day)."""
    at_work = np.arange(*habits.hours)
    weights = hours[at_work % 24]
    # Something that only happens while they sleep is still met at work.
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(at_work), 1 / len(at_work))
    return float(rng.choice(at_work, p=weights) + rng.random() * 0.95)


def found_between(habits: Habits, day: int, rng: np.random.Generator) -> tuple[dt.datetime, dt.datetime]:
    """When damage that was found in the morning of `day` can have been done: since the place was last staffed."""
    if habits.hours == (0, 24):  # told by others afterwards: from hours to a long weekend
        end = moment(day, rng.uniform(6, 20))
        return moment(day, 0) - dt.timedelta(hours=round(float(rng.gamma(2.0, 9.0)), 0)), end
    before = day - 1
    while not habits.staffed((before + 3) % 7):
        before -= 1
    closing = min(habits.hours[1], 21) + rng.uniform(-0.5, 1.0)
    return moment(before, closing), moment(day, habits.hours[0] + rng.uniform(0.0, 1.5))


def jitter(
    municipality: Municipality, area: str, point: tuple[int, int], spread: float, rng: np.random.Generator
) -> tuple[int, int]:
    """A whole-metre point around another, inside the same area; the point itself where that fails."""
    x, y = np.rint(np.array(point) + rng.normal(0, spread, 2)).astype(int).tolist()
    return (x, y) if shapely.contains_xy(municipality.shapes[area], x, y) else point


def _near_repeats(
    municipality: Municipality, events: list[Event], there: NDArray[np.bool_], rng: np.random.Generator
) -> list[Event]:
    """One event in ten of the repeating kinds is followed by another about 70 m away within thirty days."""
    children = []
    for parent in events:
        chosen, wait = rng.random() < NEAR_REPEATS, min(1 + int(rng.exponential(8.0)), NEAR_REPEAT_DAYS)
        x, y = jitter(municipality, parent.area, (parent.x, parent.y), NEAR_REPEAT_M, rng)
        day = parent.last_day + wait
        habits = parent.organisation.habits
        usual = habits.weekday[(day + 3) % 7] > 0
        if chosen and parent.category in REPEATING and day <= LAST_DAY and usual and there[day - FIRST_DAY]:
            start, end = clock(parent.start + dt.timedelta(days=wait)), None
            if parent.end is not None:
                start, end = found_between(habits, day, rng)
            children.append(replace(parent, x=x, y=y, start=start, end=end))
    return children
