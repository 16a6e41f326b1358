"""What a statistic over arrays returns: a result whose arrays are locked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.stats.result import Result


@dataclass(frozen=True, kw_only=True, eq=False)
class ArrayResult(Result):
    """A result that holds arrays: they are read-only, and two results are the same only if they are one."""

    __eq__ = object.__eq__

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
