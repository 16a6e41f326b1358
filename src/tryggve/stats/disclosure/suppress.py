"""Complementary suppression: which other cells must be hidden so that the small ones stay hidden.

The rule is published, and zero is always shown: so a reader knows that nothing hidden is zero. All is therefore counted
above the least that this leaves, one for each cell inside that is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.disclosure.audit import Audit, audit, covers_small
from tryggve.stats.disclosure.known import LIMIT, Known
from tryggve.stats.disclosure.table import MarginedTable, with_margins
from tryggve.stats.inputs import FloatArray, read_only

SUPPRESSION = (
    "Kelly, J. P., Golden, B. L. & Assad, A. A. (1992). Cell suppression: disclosure protection for sensitive "
    "tabular data. Networks 22, 397-417; Fischetti, M. & Salazar, J. J. (2001). Solving the cell suppression problem "
    "on tabular data with linear constraints. Management Science 47, 1008-1027."
)
_MOVED = 1e-6


@dataclass(frozen=True, kw_only=True, eq=False)
class Suppression(ArrayResult):
    """Which cells of a table with margins may be shown; every array has the shape of `table.values`.

    `small` cells are hidden for their own sake, `hidden` are those and the others that guard them. `low`..`high` is
    what a reader can work out of a hidden cell: the number itself where it is shown.
    """

    table: MarginedTable
    shown: NDArray[np.bool_]
    small: NDArray[np.bool_]
    low: FloatArray
    high: FloatArray

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Cells that are not shown."""
        return ~self.shown

    def printed(self) -> NDArray[np.float64]:
        """The table as it may leave: NaN where a cell is hidden."""
        return np.where(self.shown, self.table.values, np.nan)


def suppress(
    counts: ArrayLike,
    *,
    limit: int = LIMIT,
    groups: Mapping[int, Sequence[Sequence[int]]] | None = None,
    integer: bool = True,
) -> Suppression:
    """Hide the small cells of a table with margins, and as few and small others as are needed to guard them.

    `counts` int[a, b, ...], `groups` as in `with_margins`. Every cell of the table, margins too, from 1 to limit - 1 is
    hidden; zero never is, not even as a guard. A reader knows every shown cell, that all sum up, and this rule: that a
    hidden cell is 1 or more. A small cell is guarded when, for all that the reader can tell, it may be the least that
    the zeros alone leave (1 for a cell inside, k for a sum over k cells that are not zero) or any of the `limit` - 1
    whole numbers above: for a cell inside, anything from 1 to `limit` (`audit.covers_small`).

    While one is not guarded, the table nearest to the true one in which it is the greatest (or least) of these is
    sought: the least sum of |change| * (value + 1) over the shown cells, a linear programme; the cells that change
    there are hidden too. Each step hides at least one cell, so it ends. Last, guards that are not needed are shown
    again, the largest first. With `integer` the audit is repeated for whole numbers. What results is minimal (no guard
    can be shown again), not the minimum. ValueError for limit < 2 or what `with_margins` refuses.
    """
    if limit < 2:
        raise ValueError(f"limit must be 2 or more, got {limit}")
    table = with_margins(counts, groups)
    values = table.values.ravel()
    small = (values > 0) & (values < limit)
    work = _Work(table, limit, small)
    hidden = small.copy()
    for whole in (False, True) if integer else (False,):
        added = np.zeros(len(values), bool)
        while (target := work.open_cell(hidden, whole)) is not None:
            added |= work.guards(hidden, target)
            hidden |= added
        hidden = work.lean(hidden, added, whole)
    return _result(work, hidden, integer)


def audit_shown(
    counts: ArrayLike,
    shown: ArrayLike,
    *,
    limit: int = LIMIT,
    groups: Mapping[int, Sequence[Sequence[int]]] | None = None,
    integer: bool = False,
) -> Audit:
    """What can be worked out of the hidden cells of a table of which some cells are shown (bool, shape with margins).

    The targets are the hidden cells in order, none of them zero, as a reader of the rule knows. ValueError where
    `shown` has another shape than the table with margins, or hides a zero.
    """
    table = with_margins(counts, groups)
    visible = np.asarray(shown, bool)
    if visible.shape != table.shape:
        raise ValueError(f"shown must have the shape of the table with margins, {table.shape}, got {visible.shape}")
    if (table.values[~visible] == 0).any():
        raise ValueError("shown hides a cell that is 0: by the rule zero is always shown, and a reader relies on it")
    work = _Work(table, limit, np.zeros(0, bool))
    rows = np.flatnonzero(~visible.ravel())
    return _from_zero(work.audited(~visible.ravel(), rows, whole=integer, exact=True), work.least[rows])


@dataclass(frozen=True, eq=False)
class _Work:
    """One table while its guards are sought; cells are flattened.

    `sums` are of the cells inside that are not zero, each counted above 1; `least` is what the zeros alone leave of
    each cell, `above` the true value less that.
    """

    table: MarginedTable
    limit: int
    small: NDArray[np.bool_]
    met: list[FloatArray] = field(default_factory=list)

    @cached_property
    def sums(self) -> Any:
        """Sparse [cells with margins, cells inside that are not zero]."""
        return self.table.sums[:, np.flatnonzero(self.table.inside)]

    @cached_property
    def least(self) -> FloatArray:
        """How many cells inside that are not zero each cell sums."""
        return np.asarray(self.sums.sum(axis=1), np.float64).ravel()

    @cached_property
    def above(self) -> FloatArray:
        """The true cells above the least."""
        return self.table.values.ravel() - self.least

    def audited(self, hidden: NDArray[np.bool_], rows: NDArray[np.int64], *, whole: bool, exact: bool = False) -> Audit:
        """Audit of cells while some are hidden: every target in full, or up to the first that is open."""
        shown = np.flatnonzero(~hidden)
        known = Known(self.sums[shown], self.above[shown])
        fitting = self._fitting(known, whole)
        before = len(fitting)
        found = audit(
            known, self.sums[rows], rule=_guarded, limit=self.limit, integer=whole, exact=exact, first=not exact,
            met=fitting,
        )  # fmt: skip
        self.met.extend(fitting[before:])
        return found

    def _fitting(self, known: Known, whole: bool) -> list[FloatArray]:
        """The truth, and those of the tables met before that fit what is shown now."""
        if not self.met:
            self.met.append(self.table.inside[self.table.inside > 0] - 1.0)
        tables = np.array(self.met)
        fits = (np.abs(known.sums @ tables.T - known.values[:, None]) < _MOVED).all(axis=0)
        if whole:
            fits &= (np.abs(tables - np.rint(tables)) < _MOVED).all(axis=1)
        return [np.rint(x) if whole else x for x in tables[fits]]

    def open_cell(self, hidden: NDArray[np.bool_], whole: bool) -> int | None:
        """A small cell that is not guarded."""
        rows = np.flatnonzero(self.small)
        if not len(rows):
            return None
        found = self.audited(hidden, rows, whole=whole)
        left = rows[found.open_to & found.exact]
        return int(left[0]) if len(left) else None

    def guards(self, hidden: NDArray[np.bool_], target: int) -> NDArray[np.bool_]:
        """The shown cells that must move for the target to be at its least, and `limit` - 1 above it."""
        values = self.table.values.ravel()
        moved = np.zeros(len(values), bool)
        for wanted in {0.0, self.limit - 1.0} - {float(self.above[target])}:
            moved |= self._moved(hidden | moved, target, wanted)
        if not moved.any():
            # Only whole numbers are in the way: hide the cheapest shown cell that shares a cell inside with the target.
            shown = self._could_be_hidden(hidden)
            near = (self.sums[shown] @ self.sums[[target]].T).toarray().ravel() > 0
            cells = shown[near] if near.any() else shown
            moved[cells[int(np.argmin(values[cells]))]] = True
        return moved

    def _could_be_hidden(self, hidden: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Shown cells that are not zero."""
        return np.flatnonzero(~hidden & (self.least > 0))

    def _moved(self, hidden: NDArray[np.bool_], target: int, wanted: float) -> NDArray[np.bool_]:
        """Least sum of (value + 1) |change| over the shown cells, with the target at a wanted value."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import eye_array, hstack

        values, sums = self.table.values.ravel(), self.sums
        shown, cells = self._could_be_hidden(hidden), sums.shape[1]
        if not len(shown):
            return np.zeros(len(values), bool)
        one, known = eye_array(len(shown)), self.above[shown]
        fitting = LinearConstraint(hstack([sums[shown], -one, one], format="csr"), known, known)
        row = np.zeros((1, cells + 2 * len(shown)))
        row[0, :cells] = sums[[target]].toarray()
        price = values[shown] + 1.0
        cost = np.concatenate([np.zeros(cells), price, price])
        found = milp(cost, bounds=Bounds(0.0, np.inf), constraints=[fitting, LinearConstraint(row, wanted, wanted)])
        assert found.x is not None, found.message
        change = np.abs(found.x[cells : cells + len(shown)] - found.x[cells + len(shown) :])
        moved = np.zeros(len(values), bool)
        moved[shown[change > _MOVED]] = True
        return moved

    def lean(self, hidden: NDArray[np.bool_], added: NDArray[np.bool_], whole: bool) -> NDArray[np.bool_]:
        """Without those of the added guards that are not needed, the largest shown again first."""
        values, rows = self.table.values.ravel(), np.flatnonzero(self.small)
        extra = np.flatnonzero(added & hidden & ~self.small)
        for cell in extra[np.argsort(-values[extra], kind="stable")]:
            without = hidden.copy()
            without[cell] = False
            near = (self.sums[rows] @ self.sums[[cell]].T).toarray().ravel()
            if not self.audited(without, rows[np.argsort(-near, kind="stable")], whole=whole).open_to.any():
                hidden = without
        return hidden


def _guarded(low: FloatArray, high: FloatArray, limit: int) -> NDArray[np.bool_]:
    """`audit.covers_small`, of numbers above their least."""
    return covers_small(low + 1, high + 1, limit)


def _from_zero(found: Audit, least: FloatArray) -> Audit:
    """An audit of numbers above their least as one of the numbers themselves."""
    return replace(found, low=read_only(found.low + least), high=read_only(found.high + least))


def _result(work: _Work, hidden: NDArray[np.bool_], integer: bool) -> Suppression:
    table, low, high = work.table, work.table.values.ravel().copy(), work.table.values.ravel().copy()
    rows = np.flatnonzero(hidden)
    if len(rows):
        found = _from_zero(work.audited(hidden, rows, whole=integer, exact=True), work.least[rows])
        low[rows], high[rows] = found.low, found.high
    shape: Any = table.shape
    return Suppression(
        method="complementary_suppression",
        parameters={"limit": work.limit, "integer": integer, "cells": len(hidden), "hidden": int(hidden.sum())},
        reference=SUPPRESSION,
        table=table,
        shown=~hidden.reshape(shape),
        small=work.small.reshape(shape),
        low=low.reshape(shape),
        high=high.reshape(shape),
    )
