"""An insats: small, from the table of the EST group. Its states and who may move it, as one table; what is late.

It is asked who does what by when, and nothing more: never for cause or indicator (those belong to the decided plan).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

from tryggve.domain.access import Permission
from tryggve.domain.language import N_, _

LONGEST_WHAT = 200
"""So many signs say what is to be done."""

SOON = dt.timedelta(days=3)
"""So long before its day an insats is soon due, and its organisation is reminded."""

LATE_REMINDED = dt.timedelta(days=7)
"""So long after its day an organisation is still reminded, once; later the list alone says that it is late."""


class TaskState(StrEnum):
    """Where an insats is on its way."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_DONE = "not_done"
    HANDED_OVER = "handed_over"


STATE_NAMES: Mapping[TaskState, str] = MappingProxyType(
    {
        TaskState.PLANNED: N_("planned"),
        TaskState.UNDER_WAY: N_("under way"),
        TaskState.DONE: N_("done"),
        TaskState.NOT_DONE: N_("not done"),
        TaskState.HANDED_OVER: N_("handed over"),
    }
)

CLOSED = frozenset({TaskState.DONE, TaskState.NOT_DONE, TaskState.HANDED_OVER})
"""States in which nothing is left to do here."""


class Hand(IntEnum):
    """What somebody is to an insats. Each may what the ones before it may."""

    NOBODY = 0  # does not know that it exists
    READER = 1  # analysts
    PARTNER = 2
    RESPONSIBLE = 3
    COORDINATOR = 4


HAND_NAMES: Mapping[Hand, str] = MappingProxyType(
    {
        Hand.READER: N_("analyst"),
        Hand.PARTNER: N_("lead of a partner"),
        Hand.RESPONSIBLE: N_("lead of the responsible organisation"),
        Hand.COORDINATOR: N_("coordinator"),
    }
)


@dataclass(frozen=True)
class Move:
    """One row of the table: from, to, the words of the button, who may, and whether it must be told why."""

    before: TaskState
    after: TaskState
    words: str
    hand: Hand
    tells_why: bool = False


MOVES: tuple[Move, ...] = (
    Move(TaskState.PLANNED, TaskState.UNDER_WAY, N_("Begin"), Hand.RESPONSIBLE),
    Move(TaskState.PLANNED, TaskState.DONE, N_("Done"), Hand.RESPONSIBLE),
    Move(TaskState.PLANNED, TaskState.NOT_DONE, N_("Was not done"), Hand.RESPONSIBLE, tells_why=True),
    Move(TaskState.PLANNED, TaskState.HANDED_OVER, N_("Hand over"), Hand.RESPONSIBLE, tells_why=True),
    Move(TaskState.UNDER_WAY, TaskState.DONE, N_("Done"), Hand.RESPONSIBLE),
    Move(TaskState.UNDER_WAY, TaskState.NOT_DONE, N_("Was not done"), Hand.RESPONSIBLE, tells_why=True),
    Move(TaskState.UNDER_WAY, TaskState.HANDED_OVER, N_("Hand over"), Hand.RESPONSIBLE, tells_why=True),
    Move(TaskState.DONE, TaskState.UNDER_WAY, N_("Open again"), Hand.COORDINATOR),
    Move(TaskState.NOT_DONE, TaskState.UNDER_WAY, N_("Open again"), Hand.COORDINATOR),
    Move(TaskState.HANDED_OVER, TaskState.UNDER_WAY, N_("Open again"), Hand.COORDINATOR),
)
"""All that can happen to the state of an insats: what has no row cannot."""


class TaskError(ValueError):
    """What cannot be done with an insats, in plain words."""


def state_name(state: str) -> str:
    """A state in the current language."""
    return _(STATE_NAMES[TaskState(state)])


def hand_of(
    mine: Collection[Permission], organisation: int, *, responsible: int, partners: Collection[int] = ()
) -> Hand:
    """What somebody of an organisation is to an insats, by what they may and by whose it is."""
    if Permission.MEET in mine:
        return Hand.COORDINATOR
    if Permission.TASKS in mine and organisation == responsible:
        return Hand.RESPONSIBLE
    if Permission.TASKS in mine and organisation in partners:
        return Hand.PARTNER
    return Hand.READER if Permission.READ_TEXT in mine else Hand.NOBODY


def moves_from(state: TaskState, hand: Hand) -> tuple[Move, ...]:
    """What somebody may do with an insats in a state."""
    return tuple(move for move in MOVES if move.before == state and hand >= move.hand)


def check_can_move(before: TaskState, after: TaskState, hand: Hand, why: str = "") -> Move:
    """The row that allows it. TaskError where none does, or where the reason is left out."""
    found = next((move for move in MOVES if (move.before, move.after) == (before, after)), None)
    if found is None:
        told = _("An insats that is {before} cannot become {after}.")
        raise TaskError(told.format(before=state_name(before), after=state_name(after)))
    if hand < found.hand:
        raise TaskError(_("Only the {who} may do this.").format(who=_(HAND_NAMES[found.hand])))
    if found.tells_why and not why.strip():
        raise TaskError(_("Write what came of it: why it was not done, or who takes over."))
    return found


class Timing(StrEnum):
    """How an insats stands against its day."""

    CLOSED = "closed"
    NO_DAY = "no_day"
    AHEAD = "ahead"
    SOON = "soon"
    LATE = "late"


TIMING_NAMES: Mapping[Timing, str] = MappingProxyType(
    {
        Timing.CLOSED: "",
        Timing.NO_DAY: N_("no day set"),
        Timing.AHEAD: "",
        Timing.SOON: N_("soon"),
        Timing.LATE: N_("late"),
    }
)


def timing(state: TaskState, due: dt.date | None, today: dt.date) -> Timing:
    """How it stands. It is late the day after its day."""
    if state in CLOSED:
        return Timing.CLOSED
    if due is None:
        return Timing.NO_DAY
    if due < today:
        return Timing.LATE
    return Timing.SOON if due - today <= SOON else Timing.AHEAD


def reminder(state: TaskState, due: dt.date | None, today: dt.date) -> Timing | None:
    """The reminder whose time it is: SOON, LATE or none. Each is sent once for a day that was set."""
    how = timing(state, due, today)
    if how is Timing.LATE and due is not None and today - due > LATE_REMINDED:
        return None
    return how if how in (Timing.SOON, Timing.LATE) else None
