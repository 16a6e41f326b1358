"""Tables with margins: every cell that may be printed, as a sum of the cells inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.disclosure.known import incidence
from tryggve.stats.inputs import FloatArray, IntArray, checked_counts, read_only


@dataclass(frozen=True, eq=False)
class MarginedTable:
    """A table of counts with its margins.

    Along each axis of `values` come first the categories, then the groups of them that were named, last the total
    (where there is more than one category). `sums` (sparse) gives each cell of `values`, flattened, from the cells
    inside; `inside` are those, flattened.
    """

    inside: FloatArray
    values: FloatArray
    sums: Any

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape with margins."""
        return self.values.shape


def with_margins(counts: ArrayLike, groups: Mapping[int, Sequence[Sequence[int]]] | None = None) -> MarginedTable:
    """The table with margins of all orders. `counts` int[a, b, ...] of one to four axes, whole and >= 0.

    `groups[axis]` lists groups of categories (indices) that are printed as well: areas of a municipal district, kinds
    of a group, months of a quarter; they may nest and overlap. ValueError for counts that are not whole and >= 0, an
    empty axis, or a group that names a category that does not exist, none, or one twice.
    """
    inside = _checked(counts)
    parts = [_axis(size, (groups or {}).get(axis, ())) for axis, size in enumerate(inside.shape)]
    unknown = set(groups or {}) - set(range(inside.ndim))
    if unknown:
        raise ValueError(f"groups name axes that the table does not have: {sorted(unknown)}")
    sums = parts[0]
    for part in parts[1:]:
        from scipy.sparse import kron

        sums = kron(sums, part, format="csr")
    flat = inside.ravel().astype(np.float64)
    values = np.asarray(sums @ flat, np.float64).reshape([part.shape[0] for part in parts])
    return MarginedTable(read_only(flat), read_only(values), sums)


def _axis(size: int, groups: Sequence[Sequence[int]]) -> Any:
    members: list[Sequence[int]] = [[i] for i in range(size)]
    for group in groups:
        named = checked_counts(group, "a group").tolist() if np.ndim(group) else []
        if not named or len(set(named)) < len(named) or max(named) >= size:
            raise ValueError(f"a group must name categories 0..{size - 1}, each once, got {named}")
        members.append(named)
    return incidence([*members, range(size)] if size > 1 else members, size)


def _checked(counts: ArrayLike) -> IntArray:
    values = np.asarray(counts)
    if not 1 <= values.ndim <= 4 or 0 in values.shape:
        raise ValueError(f"counts must have one to four axes, none of them empty, got shape {values.shape}")
    return checked_counts(values.reshape(-1)).reshape(values.shape)
