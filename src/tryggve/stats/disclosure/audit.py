"""How closely a hidden number can be worked out from all that is published: linear programming, both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.disclosure.known import LIMIT, Known
from tryggve.stats.disclosure.spread import spread
from tryggve.stats.inputs import FloatArray

AUDIT = (
    "Gopal, R., Goes, P. & Garfinkel, R. (1998). Interval protection of confidential information in a database. "
    "INFORMS J. Comput. 10, 309-322; Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley, ch. 4."
)
_SLACK = 1e-5

Solve = Callable[[FloatArray], FloatArray | None]
Rule = Callable[[FloatArray, FloatArray, int], NDArray[np.bool_]]


class ContradictionError(ValueError):
    """No cells fit all the numbers: they were counted from different material."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Audit(ArrayResult):
    """The whole numbers `low`..`high` that each target may be, given what is known; float64[n], `high` may be inf.

    Where `exact` is False the audit may have stopped as soon as the interval was wide enough: it is at least this wide.
    `open_to` marks the targets that are not protected.
    """

    low: FloatArray
    high: FloatArray
    exact: NDArray[np.bool_]
    open_to: NDArray[np.bool_]


def covers_small(low: FloatArray, high: FloatArray, limit: int = LIMIT) -> NDArray[np.bool_]:
    """The rule for a number that is small and hidden: for all a reader can tell it may be anything from 1 to `limit`.

    So it can be told neither from any other small number nor from one that would have been shown.
    """
    return (low <= 1) & (high >= limit)


def not_pinned(low: FloatArray, high: FloatArray, limit: int = LIMIT) -> NDArray[np.bool_]:
    """The rule where the number itself is not looked at: not small for sure, nor nearly so.

    Open where the number may be small (some of 1..limit - 1 is possible) and is known more closely than "under the
    limit" says: fewer than `limit` whole numbers are possible. A 0 known for certain is no disclosure.
    """
    return (low >= limit) | (high < 1) | is_wide(low, high, limit)


def is_wide(low: FloatArray, high: FloatArray, limit: int = LIMIT) -> NDArray[np.bool_]:
    """Whether at least `limit` whole numbers are possible. Stays true of any interval that holds this one."""
    return high - low >= limit - 1


def audit(
    known: Known,
    targets: Any,
    *,
    rule: Rule = covers_small,
    enough: Rule | None = None,
    limit: int = LIMIT,
    integer: bool = False,
    exact: bool = False,
    first: bool = False,
    met: list[FloatArray] | None = None,
    harmless: bool = False,
) -> Audit:
    """Audit of targets (sparse [n, cells]: each a sum of cells) against everything known.

    For each target t the least and greatest t @ x over all x >= 0 that fit `known` are found (HiGHS), and rounded
    inwards to whole numbers. `rule(low, high, limit)` says which intervals are protected. Every x met on the way shows
    what all targets may be, so most need no programme of their own once they are wide `enough` (a rule that stays true
    of wider intervals; `rule` itself where none is given); with `exact` each gets its two. `integer` asks for whole
    x, which can only narrow the intervals (it never does in two-way tables). `first` stops at the first open target.
    `harmless`: by the rule a target that is 0 for certain, or at least `limit` for certain, is protected whatever else,
    so that one programme may do; where many are asked, one programme tells of many of them at once (`spread`).
    `met` are x that are known to fit, such as the truth; those found are added. Raises ContradictionError where no x
    fits.
    """
    n = int(targets.shape[0])
    solve, examples = _solver(known, integer), [] if met is None else met
    low, high = _met(known, targets, solve, examples, limit if harmless and not (exact or integer) else None)
    settled = np.zeros(n, bool)
    for i in range(n):
        one = slice(i, i + 1)
        done = partial(_done, low[one], high[one], enough or rule, limit, exact)
        if done():
            continue
        for least, x in _extremes(solve, np.asarray(targets[[i], :].todense()).ravel(), done, low[i] >= limit):
            if x is None:
                high[i] = np.inf
                continue
            _widen(low, high, targets @ x)
            examples.append(x)
            if harmless and _nothing_small(*_whole(low[one], high[one]), limit, least):
                break
        settled[i] = not done()
        if first and not rule(*_whole(low[one], high[one]), limit)[0]:
            break
    whole_low, whole_high = _whole(low, high)
    return Audit(
        method="disclosure_audit_integer" if integer else "disclosure_audit_linear",
        parameters={"targets": n, "relations": len(known.values), "cells": known.cells, "limit": limit},
        reference=AUDIT,
        low=whole_low,
        high=whole_high,
        exact=settled,
        open_to=~rule(whole_low, whole_high, limit),
    )


def _met(
    known: Known, targets: Any, solve: Solve, examples: list[FloatArray], limit: int | None
) -> tuple[FloatArray, FloatArray]:
    """The least and greatest of each target over the examples, and over those of `spread` where there is a limit."""
    low, high = np.full(targets.shape[0], np.inf), np.full(targets.shape[0], -np.inf)
    if not examples:
        examples.append(_found(solve(np.zeros(known.cells))))
    for one_that_fits in examples:
        _widen(low, high, targets @ one_that_fits)
    for one_that_fits in () if limit is None else spread(known, targets, low, high, limit):
        _widen(low, high, targets @ one_that_fits)
        examples.append(one_that_fits)
    return low, high


def _done(low: FloatArray, high: FloatArray, enough: Rule, limit: int, exact: bool) -> bool:
    """Whether one target is wide enough already; never where it is wanted exactly. The arrays are looked at anew."""
    return not exact and bool(enough(*_whole(low, high), limit)[0])


def _nothing_small(low: FloatArray, high: FloatArray, limit: int, least: bool) -> bool:
    """Whether the one end that is known for certain tells that the target is 0, or at least `limit`."""
    return bool(low[0] >= limit if least else high[0] < 1)


def _extremes(
    solve: Solve, row: FloatArray, done: Callable[[], bool], least_first: bool
) -> Iterator[tuple[bool, FloatArray | None]]:
    """An x with the greatest row @ x, and one with the least where the first was not enough; None for no bound.

    With each whether it is the least. `least_first`: in the other order.
    """
    yield least_first, solve(row if least_first else -row)
    if not done():
        yield not least_first, solve(-row if least_first else row)


def _found(x: FloatArray | None) -> FloatArray:
    if x is None:
        raise ArithmeticError("a programme without a cost has no answer")
    return x


def _whole(low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.ceil(low - _SLACK), np.floor(high + _SLACK)


def _widen(low: FloatArray, high: FloatArray, met: FloatArray) -> None:
    np.minimum(low, met, out=low)
    np.maximum(high, met, out=high)


def _solver(known: Known, integer: bool) -> Solve:
    """A function that minimises a cost over all that fits; None where it has no bound."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    fitting = [LinearConstraint(known.sums, known.values, known.values)] if len(known.values) else []
    if known.order is not None:
        fitting.append(LinearConstraint(known.order, 0.0, np.inf))
    bounds, whole = Bounds(0.0, np.inf), np.full(known.cells, int(integer))

    def solve(cost: FloatArray) -> FloatArray | None:
        found = milp(cost, integrality=whole, bounds=bounds, constraints=fitting)
        if found.status == 2:
            raise ContradictionError("no cells fit all that is published: it was counted from different material")
        if found.status in (3, 4):
            return None
        if found.x is None:
            raise ArithmeticError(f"the solver gave up: {found.message}")
        x = np.asarray(found.x, np.float64)
        return np.rint(x) if integer else x

    return solve
