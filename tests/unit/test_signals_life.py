"""The life of a signal: opened, growing, fading, closed; the same cluster next day is not a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tryggve.signals.candidate import Candidate
from tryggve.signals.episodes import GAP
from tryggve.signals.found import Found
from tryggve.signals.life import State, Track, follow
from tryggve.signals.today import Earlier, known_as

CODES = tuple("ABCDEF")
DAY = 20_000


def found(areas: Sequence[int], day: int, level: float) -> Candidate:
    return Candidate(Found("m", "", tuple(areas), day - 6, day, 9.0, 2.0, -level), level, 1.0, (0.1, 5.0), ("m",))


def lived(*days: Sequence[tuple[Sequence[int], float]]) -> list[list[Track]]:
    """The signals after each day, given the areas and levels of what was found on it."""
    tracks: list[Track] = []
    after = []
    for number, finds in enumerate(days):
        own = [found(areas, DAY + number, level) for areas, level in finds]
        tracks, _left = follow(tracks, own, DAY + number, CODES)
        after.append(tracks)
    return after


def test_the_same_place_next_day_is_the_same_signal() -> None:
    days = lived([([0, 1], -1.0)], [([1, 2], -2.0)], [([2], -1.5)], [])
    assert [[(t.id, t.state) for t in day] for day in days] == [
        [("2024-10-04-A", State.OPENED)],
        [("2024-10-04-A", State.GROWING)],
        [("2024-10-04-A", State.FADING)],
        [("2024-10-04-A", State.FADING)],
    ]
    assert days[2][0].areas == (2,)
    assert (days[2][0].peak.level, days[2][0].peak_day) == (-2.0, DAY + 1)


def test_what_grows_again_after_a_lull_grows() -> None:
    """Though it is not as rare as it was at its rarest."""
    days = lived([([0], -3.0)], [([0], -1.0)], [([0], -2.0)], [([0], -2.0)], [])
    assert [day[0].state for day in days] == [
        State.OPENED, State.FADING, State.GROWING, State.GROWING, State.FADING,
    ]  # fmt: skip


def test_it_closes_when_nothing_is_found_for_too_long() -> None:
    days = lived([([0], -1.0)], *([[]] * (GAP + 1)), [([0], -1.0)])
    assert len(days[GAP]) == 1
    assert days[GAP + 1] == []
    assert [t.id for t in days[-1]] == ["2024-10-13-A"]


def test_another_place_is_another_signal() -> None:
    day = lived([([0], -1.0)], [([0], -1.0), ([3], -0.5)])[-1]
    assert [(t.id, t.opened) for t in day] == [("2024-10-04-A", DAY), ("2024-10-05-D", DAY + 1)]


def test_two_finds_in_the_areas_of_one_signal_do_not_swallow_each_other() -> None:
    day = lived([([0, 1], -3.0)], [([0], -2.0), ([1], -1.0)])[-1]
    assert [(t.id, t.areas) for t in day] == [("2024-10-04-A", (0,)), ("2024-10-05-B", (1,))]


def test_what_is_weaker_than_wanted_keeps_a_signal_alive_and_opens_none() -> None:
    weak = replace(found([0], DAY, -1.0), per_year=40.0)
    assert follow([], [weak], DAY, CODES, 12.0) == ([], [weak])
    tracks, _left = follow([], [found([0], DAY, -2.0)], DAY, CODES, 12.0)
    after, left = follow(tracks, [weak], DAY + 1, CODES, 12.0)
    assert ([t.last_found for t in after], left) == ([DAY + 1], [])


def test_names_are_not_used_twice() -> None:
    day = lived([([0, 1], -3.0), ([2, 0], -1.0)])[-1]
    assert len({t.id for t in day}) == 2
    twice = lived([([0], -3.0), ([0, 1], -1.0)])[-1]
    assert [t.id for t in twice] == ["2024-10-04-A", "2024-10-04-A-2"]


def known(name: str, areas: str, opened: int, last: int, living: bool = True) -> Earlier:
    return Earlier(name, frozenset(areas), opened, last, living)


def test_a_signal_that_is_known_keeps_its_name() -> None:
    tracks = lived([([0, 1], -1.0)])[-1]
    old = known("2024-09-20-B", "BC", DAY - 14, DAY - 2)
    (track,) = known_as(tracks, [old, known("2024-09-01-A", "A", DAY - 30, DAY - 3, living=False)], CODES)
    assert (track.id, track.opened, track.state) == ("2024-09-20-B", DAY - 14, State.GROWING)


def test_one_that_ended_long_ago_or_lies_elsewhere_is_another() -> None:
    tracks = lived([([0, 1], -1.0)])[-1]
    others = [known("old", "AB", DAY - 90, DAY - 60), known("elsewhere", "F", DAY - 3, DAY - 1)]
    assert [t.id for t in known_as(tracks, others, CODES)] == ["2024-10-04-A"]
