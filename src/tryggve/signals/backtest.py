"""The past replayed with the whole list: what would have been shown on each day, and what the next calibration is.

On each day the scale is the one that could have been learnt by then: it is learnt anew every four weeks from the days
replayed before. So what is told of a day does not change when later days are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tryggve.compute import SERIAL, Place
from tryggve.domain.calendar_days import day_date
from tryggve.domain.day_spans import add_days
from tryggve.signals.calibrate import FEWEST_DAYS, MOST_DAYS, WANTED_PER_YEAR, Calibration, Scale, between
from tryggve.signals.candidate import candidates
from tryggve.signals.episodes import GAP, Dated
from tryggve.signals.found import Found
from tryggve.signals.history import History
from tryggve.signals.inject import Injection, injected, judged, outbreaks
from tryggve.signals.life import Track, follow
from tryggve.signals.methods import Method, identity, shares
from tryggve.signals.replay import Kept, replay

LEAST_PAST = 180
"""Days of history that a method must have behind it before it is asked."""

YEARS_ASKED = 2
"""So many years are replayed where nobody says how many."""

LEARN_EVERY = 28
KEEPS_ALIVE = 2.0
"""A find this many times as frequent as wanted keeps a signal alive, though it would open none."""

LISTED_PER_YEAR = 52.0
"""The lines of a backtest list what is reached at most once a week; the list of signals shows what is wanted."""

WEAK = "weak-"

Progress = Callable[[str, int, int], object]


@dataclass(frozen=True)
class Day:
    """What the list held on a day: signals and weaker finds on it, rarest first, and all signals that live.

    `scale` None: no rate could be told.
    """

    day: int
    tracks: tuple[Track, ...]
    living: tuple[Track, ...]
    scale: Scale | None


@dataclass(frozen=True)
class Outcome:
    """The days asked for, and the calibration that all replayed days give (None where they are too few)."""

    days: tuple[Day, ...]
    calibration: Calibration | None
    replayed_from: int


def begins(history: History, first_day: int, learn: int = MOST_DAYS) -> int:
    """The first day to replay for a scale on `first_day`: up to `learn` days before, once there is a past to ask of."""
    return max(history.events.first_day + LEAST_PAST, first_day - learn)


def usual_first(history: History, last_day: int) -> int:
    """The first day to replay where nobody says which: none that has no past behind it."""
    return max(history.events.first_day + LEAST_PAST, last_day - 365 * YEARS_ASKED + 1)


def backtest(
    history: History, methods: Sequence[Method], first_day: int, last_day: int, *,
    wanted_per_year: float = WANTED_PER_YEAR, learn: int = MOST_DAYS, injection: Injection | None = None,
    on: Place = SERIAL, kept: Kept | None = None, progress: Progress = lambda what, done, of: None,
) -> Outcome:  # fmt: skip
    """Replay the days (and those before them that a scale is learnt from) and calibrate the whole list on them."""
    begin = begins(history, first_day, learn)
    finds = replay(history, methods, begin, last_day, on=on, kept=kept, progress=_named(progress, "days"))
    own = shares(methods)
    scales = Scales(finds, begin, own)
    days = tuple(walk(finds, scales, first_day, last_day, history.codes, wanted_per_year))
    done = None
    if injection is not None and begin <= last_day:
        done = _injected(history, methods, injection, days, scales, wanted_per_year, on, kept, progress)
    latest = max(begin, last_day - MOST_DAYS + 1)
    calibration = None
    if last_day - latest + 1 >= FEWEST_DAYS:
        scale = Scale.learn(between(finds, latest, last_day), latest, last_day, own)
        past = tuple(shown(days, history.codes))
        calibration = Calibration(
            source=history.source, level=history.level, first_day=latest, last_day=last_day,
            fingerprint=history.fingerprint(), methods=identity(methods), wanted_per_year=wanted_per_year, scale=scale,
            areas=history.codes, past=past, injected=done,
            listed_from=next((day.day for day in days if day.scale is not None), None),
        )  # fmt: skip
    return Outcome(days, calibration, begin)


class Scales:
    """The scale that could have been learnt by the day before each day, in steps of four weeks."""

    def __init__(self, finds: Sequence[Dated], begin: int, own: dict[str, float]) -> None:
        self._finds, self._begin, self._own = finds, begin, own
        self._learnt: dict[int, Scale | None] = {}

    def on(self, day: int) -> Scale | None:
        """None as long as too few days have been replayed."""
        until = self._begin + (day - self._begin) // LEARN_EVERY * LEARN_EVERY - 1
        if until not in self._learnt:
            start = max(self._begin, until - MOST_DAYS + 1)
            enough = until - start + 1 >= FEWEST_DAYS
            part = between(self._finds, start, until)
            self._learnt[until] = Scale.learn(part, start, until, self._own) if enough else None
        return self._learnt[until]


def walk(
    finds: Iterable[Dated], scales: Scales | Scale, first_day: int, last_day: int, codes: Sequence[str],
    per_year: float,
) -> Iterator[Day]:  # fmt: skip
    """What the list held on each of the days, by the scale of the day; signals open at the rate `per_year`.

    What is found up to `LISTED_PER_YEAR` and belongs to no signal is followed too, under names that begin with `WEAK`.
    """
    by_day: dict[int, list[Found]] = {
        day: [dated.found for dated in group] for day, group in groupby(finds, key=lambda dated: dated.day)
    }
    tracks: list[Track] = []
    weak: list[Track] = []
    for day in range(first_day, last_day + 1):
        scale = scales.on(day) if isinstance(scales, Scales) else scales
        found = [] if scale is None else candidates(by_day.get(day, ()), scale, max(LISTED_PER_YEAR, per_year))
        strong = [one for one in found if one.per_year <= KEEPS_ALIVE * per_year]
        tracks, left = follow(tracks, strong, day, codes, per_year)
        rest = [*left, *(one for one in found if one.per_year > KEEPS_ALIVE * per_year)]
        weak, _none = follow(weak, rest, day, codes, mark=WEAK)
        mine = (one for one in (*tracks, *weak) if one.last_found == day)
        today = sorted(mine, key=lambda one: (one.candidate.level, one.id))
        yield Day(day, tuple(today), tuple(tracks), scale)


def shown(days: Iterable[Day], codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The signals that the list would have shown, each once: when first and last, how rare at its rarest, and for each
    area the spans of days on which it was found there (`day_spans.add_days`).
    """
    seen: dict[str, dict[str, Any]] = {}
    for day in days:
        for track in day.living:
            if track.last_found != day.day:
                continue
            date = day_date(day.day).isoformat()
            first = {"id": track.id, "opened": date, "areas": {}, "per_year": track.candidate.per_year}
            row = seen.setdefault(track.id, first)
            row["last"] = date
            add_days(row["areas"], (codes[area] for area in track.areas), day.day, GAP)
            row["per_year"] = min(row["per_year"], track.candidate.per_year)
    yield from seen.values()


def _injected(
    history: History, methods: Sequence[Method], injection: Injection, days: Sequence[Day], scales: Scales,
    per_year: float, on: Place, kept: Kept | None, progress: Progress,
) -> dict[str, Any]:  # fmt: skip
    """How many injected outbreaks a list at the rate finds, by the scales of the past as it was."""
    first_day, last_day = days[0].day, days[-1].day
    chosen = outbreaks(history, injection, first_day, last_day)
    more = injected(history, chosen, injection)
    told = _named(progress, "injected")
    finds = replay(more, methods, first_day, last_day, on=on, kept=kept, name="injected", progress=told)
    after = tuple(walk(finds, scales, first_day, last_day, history.codes, per_year))
    return judged(chosen, injection, _places(days, per_year), _places(after, per_year))


def _places(days: Sequence[Day], per_year: float) -> dict[int, list[tuple[int, ...]]]:
    return {day.day: [track.areas for track in day.tracks if track.candidate.per_year <= per_year] for day in days}


def _named(progress: Progress, what: str) -> Callable[[int, int], object]:
    return lambda done, of: progress(what, done, of)
