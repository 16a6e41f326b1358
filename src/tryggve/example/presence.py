"""Weeks in which an organisation reports, and weeks in which it is silent for one reason or another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import week_start
from tryggve.example.organisations import Organisation
from tryggve.example.randomness import stream
from tryggve.example.rhythm import FIRST_DAY, LAST_DAY, WEEKS, school_free

SILENCES = 0.5  # share of organisations with a silence of their own
SILENT_WEEKS = (3, 6)
LAST_SILENCE = 180  # no silence of chance begins later: the last half year shows the planned ones alone


def present(organisation: Organisation, seed: int) -> NDArray[np.bool_]:
    """Whether the organisation reports at all in each week (bool[WEEKS]).

    False before it starts, after it stops, in planned and chance silences, when it forgets, in school holidays.
    """
    rng = stream(seed, "present", organisation.name)
    week = np.arange(WEEKS)
    starts = FIRST_DAY + 7 * week
    last_day = LAST_DAY if organisation.last_day is None else organisation.last_day
    there = (starts >= week_start(organisation.first_day + 6)) & (starts + 6 <= last_day)
    for first, last in organisation.silent:
        there &= (week < first) | (week > last)
    begin, length = rng.integers(4, LAST_SILENCE), rng.integers(SILENT_WEEKS[0], SILENT_WEEKS[1] + 1)
    if rng.random() < SILENCES:
        there &= (week < begin) | (week >= begin + length)
    there &= rng.random(WEEKS) >= organisation.habits.missed
    if organisation.habits.school_terms:
        there &= ~school_free()
    return there
