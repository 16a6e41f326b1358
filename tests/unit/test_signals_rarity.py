"""Episodes, and how often a level is reached: the kernel against a slow twin, and the laws of the scale."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryggve.signals.calibrate import Scale, key_of, shares_of
from tryggve.signals.candidate import candidates
from tryggve.signals.episodes import DAYS_A_YEAR, GAP, Dated, FindColumns
from tryggve.signals.found import Found
from tryggve.signals.rarity import Rarity

ROWS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True).map(tuple),
        st.sampled_from([1.0, 2.0, 3.0]),
    ),
    max_size=25,
)


def slow_episodes(rows: list[tuple[int, tuple[int, ...], float]], limit: float, gap: int) -> int:
    """Join, over and over, any two finds that share an area and lie at most `gap` days apart through that area."""
    kept = sorted((row for row in rows if row[2] <= limit), key=lambda row: row[0])
    label = list(range(len(kept)))
    for area in {area for row in kept for area in row[1]}:
        own = [i for i, row in enumerate(kept) if area in row[1]]
        for one, other in itertools.pairwise(own):
            if kept[other][0] - kept[one][0] <= gap:
                old, new = label[other], label[one]
                label = [new if name == old else name for name in label]
    return len(set(label))


@given(ROWS, st.sampled_from([0.5, 1.0, 2.0, 3.0]), st.integers(0, 10))
def test_episodes_are_those_of_the_slow_twin(
    rows: list[tuple[int, tuple[int, ...], float]], limit: float, gap: int
) -> None:
    assert FindColumns.of(rows).episodes(limit, gap) == slow_episodes(rows, limit, gap)


def test_days_between_make_two_episodes() -> None:
    near = FindColumns.of([(0, (1,), 0.0), (GAP, (1, 2), 0.0), (2 * GAP, (2,), 0.0)])
    far = FindColumns.of([(0, (1,), 0.0), (GAP + 1, (1,), 0.0)])
    assert (near.episodes(0.0), far.episodes(0.0)) == (1, 2)


def yearly(number: int, years: int) -> Rarity:
    """One lone find with level −i each month: the i rarest are i episodes."""
    rows = [(30 * i, (0,), -float(number - i)) for i in range(number)]
    return Rarity.learn(FindColumns.of(rows), round(years * DAYS_A_YEAR))


def test_the_rate_at_a_level_is_what_was_counted() -> None:
    rarity = yearly(20, 2)
    assert rarity.seen(-20.0) == 1
    assert rarity.seen(-16.0) == pytest.approx(5)
    assert rarity.per_year(-16.0) == pytest.approx(5 / rarity.years)
    # Garwood (1936) for 5 events: 1.6235 and 11.6683 (R: poisson.test(5)$conf.int).
    low, high = rarity.interval(-16.0)
    assert (low * rarity.years, high * rarity.years) == pytest.approx((1.6235, 11.6683), abs=1e-4)


def test_beyond_the_rarest_it_goes_on_falling() -> None:
    rarity = yearly(20, 2)
    assert 0 < rarity.seen(-30.0) < rarity.seen(-21.0) < 1
    # Nothing of the kind has been seen: at most 3.6889 episodes (R: poisson.test(0)$conf.int) in the time replayed.
    assert rarity.interval(-30.0) == pytest.approx((0.0, 3.6889 / rarity.years), abs=1e-4)
    assert rarity.seen(1.0) == math.inf


@given(st.integers(2, 40), st.floats(0.05, 12))
def test_the_level_for_a_rate_reaches_that_rate(number: int, per_year: float) -> None:
    rarity = yearly(number, 3)
    level = rarity.level_for(per_year)
    assert rarity.per_year(level) == pytest.approx(min(per_year, number / rarity.years), rel=1e-6)


def test_no_finds_at_all_give_no_level() -> None:
    nothing = Rarity.learn(FindColumns.of([]), 400)
    assert nothing.level_for(12.0) == -math.inf
    assert Rarity.read(nothing.plain()) == nothing


def finds(method: str, scores: list[float], area: int) -> list[Dated]:
    return [
        Dated(20 * i, Found(method, "", (area,), 20 * i, 20 * i, 5.0, 1.0, score)) for i, score in enumerate(scores)
    ]


def scale() -> Scale:
    """A heavy method and a light one with scores of quite other sizes, in different areas."""
    rng = np.random.default_rng(3)
    heavy, light = rng.exponential(1.0, 40).tolist(), (1000 * rng.exponential(1.0, 40)).tolist()
    return Scale.learn([*finds("a", heavy, 0), *finds("b", light, 1)], 0, 799, shares_of({"a": 3.0, "b": 1.0}))


def test_the_rate_is_of_the_whole_list_and_the_shares_divide_it() -> None:
    made = scale()
    level = made.whole.level_for(8.0)
    own = {key: made.own[key].per_year(level_of(made, key, level)) for key in ("a", "b")}
    # Disjoint places: the whole is the sum, and the heavy one takes three quarters.
    assert sum(own.values()) == pytest.approx(8.0, rel=0.15)
    assert own["a"] / own["b"] == pytest.approx(3.0, rel=0.35)


def level_of(made: Scale, key: str, level: float) -> float:
    return made.own[key].level_for(math.exp(level) * made.shares[key])


def test_a_method_without_a_scale_is_never_listed() -> None:
    stranger = Found("c", "", (0,), 0, 0, 99.0, 1.0, 1e9)
    assert scale().level(stranger) == math.inf
    assert candidates([stranger], scale(), 52.0) == []


def test_finds_of_several_methods_in_one_place_are_one() -> None:
    made = scale()
    one, other = Found("a", "", (0, 1), 3, 9, 9.0, 1.0, 99.0), Found("b", "", (1, 2), 8, 9, 9.0, 1.0, 9999.0)
    apart = Found("b", "", (5,), 8, 9, 9.0, 1.0, 9000.0)
    found = candidates([one, other, apart], made, 52.0)
    assert [(c.found.areas, set(c.methods)) for c in found if 1 in c.found.areas] == [
        (found[0].found.areas if 1 in found[0].found.areas else found[1].found.areas, {key_of(one), key_of(other)})
    ]
    assert len(found) == 2
    assert found[0].level <= found[1].level


def test_a_scale_comes_back_from_json() -> None:
    assert Scale.read(scale().plain()) == scale()


def test_days_before_a_method_could_answer_do_not_make_it_rare() -> None:
    """Forty finds in the last 800 of 2 000 days are as frequent as forty in 800."""
    late = [Dated(dated.day + 1200, dated.found) for dated in finds("b", list(range(1, 41)), 1)]
    made = Scale.learn(late, 0, 1999, {"b": 1.0})
    assert made.own["b"].days == made.whole.days == 800
    soon = Scale.learn(late, 0, 1300, {"b": 1.0})
    assert soon.level(late[0].found) == math.inf
