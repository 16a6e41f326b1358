"""The life of a signal: what is found in the same place day after day is one, until nothing is found for a while."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tryggve.domain.calendar_days import day_date
from tryggve.signals.candidate import Candidate
from tryggve.signals.episodes import GAP


class State(StrEnum):
    """Where a signal is in its life."""

    OPENED = "opened"
    GROWING = "growing"
    FADING = "fading"
    CLOSED = "closed"


@dataclass(frozen=True)
class Track:
    """A signal over its days. `areas` are the rows of its latest find, `first_day` when the events began.

    `candidate` is the latest find, `peak` the rarest so far, on `peak_day`. `held` are the areas and the
    latest day of each find of the last days: what a new find is held against.
    """

    id: str
    opened: int
    last_found: int
    state: State
    areas: tuple[int, ...]
    first_day: int
    last_day: int
    candidate: Candidate
    peak: Candidate
    peak_day: int
    held: tuple[tuple[int, frozenset[int]], ...]


def follow(
    tracks: Sequence[Track], found: Sequence[Candidate], day: int, codes: Sequence[str], per_year: float = math.inf,
    mark: str = "",
) -> tuple[list[Track], list[Candidate]]:  # fmt: skip
    """The signals after a day: those there were, grown or faded, and those that opened; and the finds left over.

    A find goes on with the living signal that it shares most areas with, the rarest first: half of those of the smaller
    of it and a find of the signal's last days, so that a signal does not wander over the whole town. A second one in
    the same signal's areas is by itself. One that is by itself opens a signal where it is at most so frequent
    (`per_year`): what is weaker keeps a signal alive but opens none. Signals without a find for more than `GAP` days
    are left out. `mark` begins the names of what opens.
    """
    living = [track for track in tracks if day - track.last_found <= GAP]
    taken: dict[str, Candidate] = {}
    rest: list[Candidate] = []
    for candidate in found:
        own = _own(living, candidate, day)
        if own is None or own.id in taken:
            rest.append(candidate)
        else:
            taken[own.id] = candidate
    after = [_continued(track, taken.get(track.id), day) for track in living]
    used = {track.id for track in after}
    for candidate in (one for one in rest if one.per_year <= per_year):
        track = _opened(candidate, day, codes, used, mark)
        used.add(track.id)
        after.append(track)
    return after, [one for one in rest if one.per_year > per_year]


def _own(living: Sequence[Track], candidate: Candidate, day: int) -> Track | None:
    areas = frozenset(candidate.found.areas)
    shared = [
        (sum(len(areas & held) for held_day, held in track.held if _same_place(areas, held, day - held_day)), track)
        for track in living
    ]
    best = max((number for number, _track in shared), default=0)
    return next((track for number, track in shared if number == best), None) if best else None


def _same_place(one: frozenset[int], other: frozenset[int], days: int) -> bool:
    return days <= GAP and 2 * len(one & other) >= max(1, min(len(one), len(other)))


def _continued(track: Track, candidate: Candidate | None, day: int) -> Track:
    if candidate is None:
        return replace(track, state=State.FADING)
    rarer = candidate.level < track.peak.level
    held = (*((d, areas) for d, areas in track.held if day - d <= GAP), (day, frozenset(candidate.found.areas)))
    return replace(
        track,
        last_found=day,
        state=_state(track, candidate),
        areas=candidate.found.areas,
        first_day=min(track.first_day, candidate.found.first_day),
        last_day=candidate.found.last_day,
        candidate=candidate,
        peak=candidate if rarer else track.peak,
        peak_day=day if rarer else track.peak_day,
        held=held,
    )


def _state(track: Track, candidate: Candidate) -> State:
    """Against the find before, not the rarest ever: what grows again after a lull grows."""
    if candidate.level == track.candidate.level:
        return track.state
    return State.GROWING if candidate.level < track.candidate.level else State.FADING


def _opened(candidate: Candidate, day: int, codes: Sequence[str], used: set[str], mark: str) -> Track:
    found = candidate.found
    centre = codes[found.areas[0]] if found.areas else "0"
    name = f"{mark}{day_date(day).isoformat()}-{centre}"
    number = next(n for n in range(1, len(used) + 2) if _name(name, n) not in used)
    held = ((day, frozenset(found.areas)),)
    return Track(
        _name(name, number), day, day, State.OPENED, found.areas, found.first_day, found.last_day, candidate,
        candidate, day, held,
    )  # fmt: skip


def _name(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"
