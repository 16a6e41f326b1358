"""Cells that fit all that is known and show, for many targets at once, that each may be several numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tryggve.stats.disclosure.known import Known
from tryggve.stats.inputs import FloatArray

FEWEST = 16
"""So many targets are worth a programme for all of them; fewer are asked one by one."""

_LEAST_GAIN = 0.05
_ABOVE = 1e-3


def spread(known: Known, targets: Any, low: FloatArray, high: FloatArray, limit: int) -> Iterator[FloatArray]:
    """Some x that fit `known`, float64[cells], each from one linear programme, as long as they widen many targets.

    The greatest Σ min(t @ x, low_t + limit − 1) over the targets t (sparse [n, cells]) that are not known to be `limit`
    whole numbers yet. The caller widens `low` and `high` (float64[n], as met so far) by each x before the next. It
    proves width only: what is left may be narrow or not.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    left = _narrow(low, high, limit)
    while len(left) >= FEWEST:
        k = len(left)
        none = csr_array((len(known.values), k))
        rows = [hstack([known.sums, none]), hstack([targets[left, :], -eye_array(k)])]
        least = [known.values, np.zeros(k)]
        most = [known.values, np.full(k, np.inf)]
        if known.order is not None:
            steps = known.order.shape[0]
            rows.append(hstack([known.order, csr_array((steps, k))]))
            least.append(np.zeros(steps))
            most.append(np.full(steps, np.inf))
        enough = np.maximum(np.ceil(low[left] - _ABOVE), 0.0) + limit - 1 + _ABOVE
        found = milp(
            np.concatenate([np.zeros(known.cells), -np.ones(k)]),
            bounds=Bounds(0.0, np.concatenate([np.full(known.cells, np.inf), enough])),
            constraints=LinearConstraint(vstack(rows, format="csr"), np.concatenate(least), np.concatenate(most)),
        )
        if found.x is None:
            return
        yield np.asarray(found.x[: known.cells], np.float64)
        after = _narrow(low, high, limit)
        if len(after) > (1.0 - _LEAST_GAIN) * k:
            return
        left = after


def _narrow(low: FloatArray, high: FloatArray, limit: int) -> Any:
    return np.flatnonzero(np.floor(high + _ABOVE / 2) - np.ceil(low - _ABOVE / 2) < limit - 1)
