"""What every statistic returns: a frozen result that names its method, parameters, seed and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Parameter = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval `low`..`high`, both ends included, that holds at least the share `level` of what it speaks of.

    `high` may be infinite. NaN, low > high or a level outside (0, 1) raise ValueError.
    """

    low: float
    high: float
    level: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval needs low <= high, got {self.low} and {self.high}")
        if not 0.0 < self.level < 1.0:
            raise ValueError(f"the level of an interval lies between 0 and 1, got {self.level}")

    def contains(self, value: float) -> bool:
        """Whether the value lies in the interval, ends included."""
        return self.low <= value <= self.high

    @property
    def covers_zero(self) -> bool:
        """A difference with this interval cannot be told from none."""
        return self.contains(0.0)

    @property
    def covers_one(self) -> bool:
        """A ratio with this interval cannot be told from no change."""
        return self.contains(1.0)

    def scaled(self, factor: float) -> Interval:
        """The interval of the quantity times a positive factor."""
        if not factor > 0.0:
            raise ValueError(f"an interval is scaled by a positive factor, got {factor}")
        return Interval(self.low * factor, self.high * factor, self.level)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What all results share: a stable method id, the parameters used, the source of the method, the seed if random.

    Not hashable, since `parameters` is a mapping. Results that hold arrays compare by identity; their arrays are
    read-only.
    """

    method: str
    parameters: Mapping[str, Parameter]
    reference: str
    seed: int | None = None
