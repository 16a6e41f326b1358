"""The state table of an insats: laws that hold for every state, hand and day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryggve.domain.task import (
    CLOSED,
    MOVES,
    SOON,
    Hand,
    TaskError,
    TaskState,
    Timing,
    check_can_move,
    moves_from,
    reminder,
    timing,
)

STATES, HANDS = st.sampled_from(TaskState), st.sampled_from(Hand)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))


@given(STATES, STATES, HANDS)
def test_a_move_is_allowed_exactly_where_it_is_offered(before: TaskState, after: TaskState, hand: Hand) -> None:
    offered = {move.after for move in moves_from(before, hand)}
    if after in offered:
        assert check_can_move(before, after, hand, "därför").after is after
    else:
        with pytest.raises(TaskError):
            check_can_move(before, after, hand, "därför")


@given(STATES, HANDS, HANDS)
def test_a_stronger_hand_may_no_less(state: TaskState, one: Hand, other: Hand) -> None:
    weak, strong = sorted((one, other))
    assert set(moves_from(state, weak)) <= set(moves_from(state, strong))


@given(STATES)
def test_every_state_is_reached_and_can_be_left_by_the_coordinator(state: TaskState) -> None:
    assert moves_from(state, Hand.COORDINATOR)
    assert state is TaskState.PLANNED or state in {move.after for move in MOVES}
    for hand in (Hand.NOBODY, Hand.READER, Hand.PARTNER):
        assert not moves_from(state, hand)


@given(st.sampled_from([move for move in MOVES if move.tells_why]), st.sampled_from(["", " ", "\n"]))
def test_a_reason_is_words(move: object, blank: str) -> None:
    assert isinstance(move, type(MOVES[0]))
    with pytest.raises(TaskError):
        check_can_move(move.before, move.after, Hand.COORDINATOR, blank)


@given(STATES, st.none() | DAYS, DAYS)
def test_reminders_are_for_open_insatser_near_their_day(state: TaskState, due: dt.date | None, today: dt.date) -> None:
    how, kind = timing(state, due, today), reminder(state, due, today)
    assert (how is Timing.CLOSED) == (state in CLOSED)
    if state in CLOSED or due is None:
        assert kind is None
    elif kind is Timing.SOON:
        assert today <= due <= today + SOON
    elif kind is Timing.LATE:
        assert due < today <= due + dt.timedelta(days=7)
