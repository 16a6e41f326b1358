"""Which shares of a survey may be told, area by area, so that none that is hidden can be worked out from the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.disclosure.known import LIMIT
from tryggve.stats.inputs import IntArray, checked_counts

LEAST = 30


@dataclass(frozen=True, kw_only=True, eq=False)
class SharesShown(ArrayResult):
    """`share` bool[m]: the share may be told; `number` bool[m]: the number of answers may; `whole`: that of all may.

    `few` bool[m]: hidden since fewer than `least` answered; `small`: since a handful answered one way. Hidden without
    either: as a guard of another.
    """

    share: NDArray[np.bool_]
    number: NDArray[np.bool_]
    few: NDArray[np.bool_]
    small: NDArray[np.bool_]
    whole: bool


def shares_shown(
    counted: ArrayLike, answered: ArrayLike, *, all_of: tuple[int, int] | None = None, least: int = LEAST,
    limit: int = LIMIT,
) -> SharesShown:  # fmt: skip
    """Which of m areas' shares, `counted` int[m] of `answered` int[m], may stand beside that of all of them together.

    `all_of` is counted and answered of the whole, where it is not the sum of the areas.

    Hidden for its own sake: fewer than `least` answers, or 1 to `limit` - 1 answers one way or the other. The whole
    is a sum of the areas: what is hidden is then known in sum. So the shown area with fewest answers is hidden too,
    again and again, until each that is hidden for its own sake may, for all a reader knows, have any of `limit` + 1
    numbers of answers one way, and 1 to `limit` where a handful answered so; where no more can be hidden the whole is.
    Numbers of answers from 1 to `limit` - 1
    are hidden in the same way (and with them the share). ValueError for counted above answered or below 0.
    """
    k, n = checked_counts(counted), checked_counts(answered)
    if k.shape != n.shape or (k > n).any():
        raise ValueError("each area needs as many answers as are counted, or more")
    few, small = n < least, _is_small(k, limit) | _is_small(n - k, limit)
    yes, every = (int(k.sum()), int(n.sum())) if all_of is None else all_of
    whole = every >= least and not _is_small(np.array([yes, every - yes]), limit).any()
    number = _numbers_shown(n, limit) if len(n) else np.zeros(0, bool)
    own = few | small
    hidden = own | ~number
    while whole and not _guarded(k, n, own, hidden, limit):
        left = np.flatnonzero(~hidden)
        if not len(left):
            whole = False
            break
        hidden[left[np.argmin(n[left])]] = True
    return SharesShown(
        method="survey_shares_shown",
        parameters={"least": least, "limit": limit, "areas": len(k), "hidden": int(hidden.sum())},
        reference="Cox, L. H. (1980). Suppression methodology and statistical disclosure control. J. Am. Stat. Assoc. "
        "75, 377-385.",
        share=~hidden,
        number=number,
        few=few,
        small=small & ~few,
        whole=whole,
    )


def _is_small(n: IntArray, limit: int) -> NDArray[np.bool_]:
    return (n > 0) & (n < limit)


def _numbers_shown(n: IntArray, limit: int) -> NDArray[np.bool_]:
    """Numbers of answers that may stand beside their total: none small, and never one hidden alone."""
    hidden = _is_small(n, limit)
    while hidden.any() and len(n) > 1 and (hidden.sum() == 1 or n[hidden].sum() < limit + hidden.sum()):
        left = np.flatnonzero(~hidden & (n > 0))
        if not len(left):
            break
        hidden[left[np.argmin(n[left])]] = True
    return ~hidden


def _guarded(k: IntArray, n: IntArray, own: NDArray[np.bool_], hidden: NDArray[np.bool_], limit: int) -> bool:
    """Whether the sum of what is hidden leaves open each area that is hidden for its own sake."""
    counted, answers = int(k[hidden].sum()), int(n[hidden].sum())
    of, yes = n[own], k[own]
    low = np.maximum(0, counted - (answers - of))
    high = np.minimum(of, counted)
    room = np.minimum(limit, of)
    open_yes = ~_is_small(yes, limit) | ((low <= 1) & (high >= room))
    open_no = ~_is_small(of - yes, limit) | ((of - high <= 1) & (of - low >= room))
    return bool(((high - low >= room) & open_yes & open_no).all())
