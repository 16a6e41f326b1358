"""Who reports in the invented municipality, and the habits of each kind of organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.organisation import organisation_kinds
from tryggve.example.plan import read_data
from tryggve.example.rhythm import FIRST_DAY, week_number

CADENCES = {"vecka": Cadence.WEEKLY, "varannan_vecka": Cadence.FORTNIGHTLY, "manad": Cadence.MONTHLY}


@dataclass(frozen=True)
class Habits:
    """How organisations of a kind report; the data file explains each."""

    per_week: float
    weekday: tuple[float, ...]
    hours: tuple[int, int]
    own: float
    missed: float
    found: float
    day_only: float
    weekend: bool
    text: float
    mix: Mapping[str, float]
    school_terms: bool = False
    home: float = 0.0
    private: bool = False

    def staffed(self, weekday: int) -> bool:
        """Whether anybody is at work on the weekday (0 = Monday)."""
        return self.weekend or weekday < 5

    def sees(self, moment: dt.datetime) -> bool:
        """Whether they are at work on that weekday and at that hour, past midnight included."""
        first, last = self.hours
        return self.weekday[moment.weekday()] > 0 and any(first <= moment.hour + h < last for h in (0, 24))


@dataclass(frozen=True)
class Organisation:
    """One organisation. `areas` are codes of areas or districts; `silent` are first and last week of a silence."""

    name: str
    kind: str
    habits: Habits
    areas: tuple[str, ...]
    place: str
    private: bool
    size: float
    cadence: str
    first_day: int
    last_day: int | None
    silent: tuple[tuple[int, int], ...]

    @property
    def kind_name(self) -> str:
        """The Swedish name of the kind, as a list of reports writes it."""
        return organisation_kinds()[self.kind].names["sv"]

    def reporter(self) -> Reporter:
        """The organisation as the coverage rules see it (areas left out: they do not matter for expected reports)."""
        return Reporter(self.name, self.kind, (), self.first_day, self.last_day, CADENCES[self.cadence])


@lru_cache
def load_organisations() -> tuple[Organisation, ...]:
    """The organisations as shipped, in the order of the file."""
    raw = read_data("organisations.toml")
    habits = {
        name: Habits(**{**kind, "weekday": tuple(kind["weekday"]), "hours": tuple(kind["hours"])})
        for name, kind in raw["kinds"].items()
    }
    return tuple(
        Organisation(
            name=entry["name"],
            kind=entry["kind"],
            habits=habits[entry["kind"]],
            areas=tuple(entry["areas"]),
            place=entry.get("place", ""),
            private=entry.get("private", habits[entry["kind"]].private),
            size=entry.get("size", 1.0),
            cadence=entry.get("cadence", "vecka"),
            first_day=_day(entry["first"]) if "first" in entry else FIRST_DAY,
            last_day=_day(entry["last"]) if "last" in entry else None,
            silent=tuple((week_number(first), week_number(last)) for first, last in entry.get("silent", ())),
        )
        for entry in raw["organisations"]
    )


def _day(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))
