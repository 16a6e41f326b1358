"""What a reader knows of the cells behind published numbers: sums, and which cells cannot exceed others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tryggve.stats.inputs import FloatArray

LIMIT = 5
"""Numbers from 1 up to, not including, this one are small. 0 is not: it points at nobody, and is shown."""


@dataclass(frozen=True, eq=False)
class Known:
    """Sums of `cells` numbers that are each 0 or more: `sums` (sparse, [relations, cells]) @ x = `values`.

    `order` (sparse, [m, cells]) @ x >= 0 says what else is known, such as that late reports only add.
    """

    sums: Any
    values: FloatArray
    order: Any = None

    @property
    def cells(self) -> int:
        """Number of cells behind the numbers."""
        return int(self.sums.shape[1])


def incidence(members: Iterable[Sequence[int]], cells: int) -> Any:
    """Sets of cells as a sparse matrix of 0 and 1, [sets, cells]."""
    from scipy.sparse import csr_array

    sets = [np.asarray(one, np.int64) for one in members]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in sets])]).astype(np.int64)
    indices = np.concatenate([*sets, np.zeros(0, np.int64)])
    return csr_array((np.ones(len(indices)), indices, starts), shape=(len(sets), cells))


def is_small(value: float, limit: int = LIMIT) -> bool:
    """Whether a number could point at someone."""
    return 0 < value < limit
