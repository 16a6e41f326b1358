"""Which shares may stand beside that of all: a reader who adds and subtracts learns nothing of what is hidden."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tryggve.stats.disclosure.shares import SharesShown, shares_shown

LIMIT = 5


def reader(k: list[int], n: list[int], shown: SharesShown) -> list[set[int]]:
    """What a reader of the shown shares and of the whole finds possible for each hidden area, by trying all."""
    hidden = [i for i in range(len(k)) if not shown.share[i]]
    left = sum(k[i] for i in hidden)
    found: list[set[int]] = [set() for _ in hidden]
    for guess in itertools.product(*(range(n[i] + 1) for i in hidden)):
        if not shown.whole or sum(guess) == left:
            for place, value in enumerate(guess):
                found[place].add(value)
    return found


def test_few_answers_are_hidden_and_another_guards_them() -> None:
    shown = shares_shown([6, 40, 60], [20, 100, 120])
    assert shown.share.tolist() == [False, False, True]
    assert shown.few.tolist() == [True, False, False]
    assert shown.whole
    assert shown.number.all()


@pytest.mark.parametrize("k", [1, 4, 96, 99])
def test_a_handful_one_way_is_hidden(k: int) -> None:
    shown = shares_shown([k, 40], [100, 100])
    assert shown.small.tolist() == [True, False]
    assert not shown.share[0]


@pytest.mark.parametrize("k", [0, 5, 95, 100])
def test_what_is_no_handful_is_shown(k: int) -> None:
    assert shares_shown([k, 40], [100, 100]).share.all()


def test_thirty_answers_are_enough() -> None:
    assert shares_shown([10, 40], [30, 100]).share.all()
    assert not shares_shown([10, 40], [29, 100]).share[0]


def test_where_nothing_is_left_to_guard_with_the_whole_is_hidden() -> None:
    shown = shares_shown([2], [33])
    assert not shown.whole
    assert not shown.share.any()
    assert not shares_shown([3, 1], [20, 15]).whole


def test_a_number_of_persons_is_never_small_nor_left_over() -> None:
    shown = shares_shown([1, 30, 40], [3, 60, 90])
    assert shown.number.tolist() == [False, False, True]
    assert shown.share.tolist() == [False, False, True]


def test_no_areas_is_the_whole_alone() -> None:
    assert shares_shown([], [], all_of=(20, 60)).whole
    assert not shares_shown([], [], all_of=(2, 60)).whole
    assert not shares_shown([], [], all_of=(10, 29)).whole


def test_more_counted_than_answered_is_refused() -> None:
    with pytest.raises(ValueError, match="as many answers"):
        shares_shown([5], [4])


@pytest.mark.parametrize("seed", range(60))
def test_a_reader_who_tries_all_cannot_tell(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 45, 3).tolist()
    k = [int(rng.integers(0, one + 1)) for one in n]
    shown = shares_shown(k, n)
    hidden = [i for i in range(3) if not shown.share[i]]
    for area, possible in zip(hidden, reader(k, n, shown), strict=True):
        if shown.few[area] or shown.small[area]:
            assert max(possible) - min(possible) >= min(LIMIT, n[area]), (k, n, area, possible)
        if 0 < k[area] < LIMIT:
            assert {1, min(LIMIT, n[area])} <= possible
        if 0 < n[area] - k[area] < LIMIT:
            assert {n[area] - 1, n[area] - min(LIMIT, n[area])} <= possible
    for area in set(range(3)) - set(hidden):
        assert n[area] >= 30
        assert not 0 < k[area] < LIMIT
        assert not 0 < n[area] - k[area] < LIMIT
