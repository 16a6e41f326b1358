"""Times in the form that most files use, whole columns at once: YYYY-MM-DD[ HH:MM[:SS]]."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DAY_S = 86_400
LENGTHS = (10, 16, 19)
"""Lengths of the texts this module reads: date, with minutes, with seconds."""

_SIGNS = {4: "-", 7: "-", 10: " T", 13: ":.", 16: ":."}


def read_iso(texts: list[str], length: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which of the texts, all of one length, are such times, and their local seconds since 1970."""
    letters = np.array(texts, f"U{length}").view(np.uint32).reshape(len(texts), length)
    ok = np.ones(len(texts), bool)
    for place in range(length):
        column = letters[:, place]
        if place in _SIGNS:
            ok &= np.isin(column, [ord(sign) for sign in _SIGNS[place]])
        else:
            ok &= (column >= ord("0")) & (column <= ord("9"))
    digits = letters.astype(np.int64) - ord("0")

    def number(first: int, last: int) -> NDArray[np.int64]:
        total = np.zeros(len(texts), np.int64)
        for place in range(first, last):
            total = total * 10 + digits[:, place]
        return np.where(ok, total, 1)

    year, month, day = number(0, 4), number(5, 7), number(8, 10)
    ok &= (1 <= month) & (month <= 12) & (year >= 1)
    months = np.where(ok, (year - 1970) * 12 + month - 1, 0)
    first, following = (m.astype("M8[M]").astype("M8[D]").astype(np.int64) for m in (months, months + 1))
    ok &= (1 <= day) & (day <= following - first)
    seconds = (first + day - 1) * DAY_S
    if length > 10:
        hour, minute = number(11, 13), number(14, 16)
        second = number(17, 19) if length == 19 else np.zeros(len(texts), np.int64)
        ok &= (hour < 24) & (minute < 60) & (second < 60)
        seconds += hour * 3600 + minute * 60 + second
    return ok, seconds
