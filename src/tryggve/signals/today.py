"""The signals of a day: one ranked list, what each of them is, and what cannot be said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tryggve.compute import SERIAL, Place
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.signals.backtest import walk
from tryggve.signals.calibrate import Calibration, key_of
from tryggve.signals.candidate import Candidate, overlap
from tryggve.signals.episodes import Dated
from tryggve.signals.history import History
from tryggve.signals.judge import Judged, judge
from tryggve.signals.life import State, Track
from tryggve.signals.limits import Limit, limits
from tryggve.signals.methods import Method, identity
from tryggve.signals.replay import replay

WINDOW = 10
"""Days before the day asked for that are replayed too, so that a signal is known by the day it opened."""

MOST_UNCALIBRATED = 5

SAME_AREAS = 0.9
"""So large a share of all areas of a calibration and a history must be in both: an area may come or go."""

OLD_DAYS = 400
"""A calibration that ends so long ago is told of: who reports and what happens has changed since."""


@dataclass(frozen=True)
class Signal:
    """A signal to judge. `track` says where, when and in which state; `judged` what is behind it.

    `earlier` are the ids of signals of the last year in the same areas. `calibrated` False: how rare it is is not
    known, and nothing may be said of it.
    """

    track: Track
    judged: Judged
    calibrated: bool
    earlier: tuple[str, ...] = ()

    @property
    def candidate(self) -> Candidate:
        """The latest find."""
        return self.track.candidate


@dataclass(frozen=True)
class SignalList:
    """The list of a day, rarest first. `limits` says what is not known; where one stops, there are no signals.

    `why_uncalibrated` is "" where the calibration holds, else `none` or `methods` (see `fits`).
    """

    day: int
    signals: tuple[Signal, ...]
    limits: tuple[Limit, ...]
    calibration: Calibration | None
    why_uncalibrated: str = ""

    @property
    def stopped(self) -> bool:
        """Whether no signals could be looked for."""
        return any(limit.stops for limit in self.limits)


@dataclass(frozen=True)
class Earlier:
    """A signal that is already known: its id, areas by code, when it opened and was last found, whether it lives.

    `later`: only a later day's list had it, so on the day asked for nobody knew of it. Its id is used where there is no
    other, for the same gathering to have one id, but it is told of nowhere.
    """

    id: str
    areas: frozenset[str]
    opened: int
    last_found: int
    living: bool
    later: bool = False


def fits(calibration: Calibration | None, history: History, methods: Sequence[Method]) -> str:
    """Why a calibration does not hold; "" where it does.

    `none`: there is none; `methods`: it was made with other methods, or for another source, level or other areas.
    """
    if calibration is None or not calibration.scale.whole.levels:
        return "none"
    same = (calibration.source, calibration.level, calibration.methods) == (
        history.source, history.level, identity(methods),
    )  # fmt: skip
    known, areas = set(calibration.areas), set(history.codes)
    alike = len(known & areas) >= SAME_AREAS * len(known | areas)
    return "" if same and alike else "methods"


def of_calibration(calibration: Calibration, day: int) -> list[Limit]:
    """What must be said of when the calibration was made."""
    if calibration.last_day > day:
        text = _("The rates were learnt from days up to {last}, which were not known on {day}.")
        return [Limit("later", text.format(last=day_date(calibration.last_day), day=day_date(day)))]
    if day - calibration.last_day > OLD_DAYS:
        text = _("The rates were learnt from days up to {last}: run tryggve backtest anew.")
        return [Limit("old", text.format(last=day_date(calibration.last_day)))]
    return []


def signals_of(
    history: History, methods: Sequence[Method], day: int, *, calibration: Calibration | None = None,
    earlier: Sequence[Earlier] = (), on: Place = SERIAL,
) -> SignalList:  # fmt: skip
    """The signals of a day from what had happened by its end, whenever it was reported.

    Without a calibration that fits there is no rate: the strongest finds of the heaviest method are listed and marked.
    """
    said = limits(history, day)
    why = fits(calibration, history, methods)
    if any(limit.stops for limit in said) or not methods:
        return SignalList(day, (), said, calibration, why)
    if why or calibration is None:
        tracks = _uncalibrated(_of_heaviest(history, methods, day, on), day, history.codes)
        return SignalList(day, _told(history, tracks, (), calibrated=False), said, calibration, why)
    said = (*said, *of_calibration(calibration, day))
    first_day = max(history.events.first_day, day - WINDOW)
    finds = replay(history, methods, first_day, day, on=on)
    per_year = calibration.wanted_per_year
    *_before, last = walk(finds, calibration.scale, first_day, day, history.codes, per_year)
    alive = sorted(last.living, key=lambda one: (one.candidate.level, one.id))
    tracks = known_as(alive, earlier, history.codes)
    return SignalList(day, _told(history, tracks, earlier, calibrated=True), said, calibration)


def known_as(tracks: Iterable[Track], earlier: Sequence[Earlier], codes: Sequence[str]) -> list[Track]:
    """The same signals under the ids they already have: those that live in the same areas at the same time."""
    taken: set[str] = set()
    found = []
    for track in tracks:
        areas = {codes[area] for _day, held in track.held for area in held}
        same = [
            one
            for one in earlier
            if one.living and one.id not in taken and areas & one.areas and one.last_found >= track.opened - WINDOW
        ]
        best = max(same, key=lambda one: (not one.later, len(areas & one.areas), -one.opened), default=None)
        if best is not None:
            taken.add(best.id)
            state = State.GROWING if track.state is State.OPENED and best.opened < track.opened else track.state
            track = replace(track, id=best.id, opened=min(best.opened, track.opened), state=state)
        found.append(track)
    return found


def _of_heaviest(history: History, methods: Sequence[Method], day: int, on: Place) -> list[Dated]:
    """The finds of the heaviest method that finds anything: scores of different methods cannot be ranked together."""
    for method in sorted(methods, key=lambda method: -method.weight):
        if finds := replay(history, [method], day, day, on=on):
            return finds
    return []


def _uncalibrated(finds: Sequence[Dated], day: int, codes: Sequence[str]) -> list[Track]:
    """The strongest finds of a day that do not overlap, with no rate."""
    kept: list[Candidate] = []
    for dated in sorted(finds, key=lambda one: (-one.found.score, one.found.areas)):
        found = dated.found
        if not any(overlap(one.found, found) for one in kept):
            kept.append(Candidate(found, -found.score, math.nan, (math.nan, math.nan), (key_of(found),)))
    return [
        Track(
            f"{codes[one.found.areas[0]]}", day, day, State.OPENED, one.found.areas, one.found.first_day,
            one.found.last_day, one, one, day, ((day, frozenset(one.found.areas)),),
        )
        for one in kept[:MOST_UNCALIBRATED]
    ]  # fmt: skip


def _told(
    history: History, tracks: Iterable[Track], earlier: Sequence[Earlier], *, calibrated: bool
) -> tuple[Signal, ...]:
    told = []
    for track in tracks:
        areas = {history.codes[area] for area in track.areas}
        before = tuple(
            one.id
            for one in sorted(earlier, key=lambda one: (-one.last_found, one.id))
            if one.id != track.id and not one.later and one.areas & areas and track.opened - 365 <= one.last_found
        )
        told.append(Signal(track, judge(history, track.candidate.found), calibrated, before))
    return tuple(told)
