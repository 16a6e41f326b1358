"""What may be chosen of a scan, checked once for all kinds of scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from tryggve import compute
from tryggve.stats.inputs import FloatArray
from tryggve.stats.options import whole
from tryggve.stats.result import Parameter
from tryggve.stats.scan.zones import Chains, circles, given

WINDOWS = ("prospective", "retrospective")

_FAR = 2**62


@dataclass(frozen=True, kw_only=True)
class Options:
    """Limits of the windows and how many replicates; see `space_time_permutation`."""

    max_days: int
    min_days: int
    min_cases: int
    max_share: float
    max_radius: float | None
    max_neighbours: int | None
    windows: str
    replicates: int
    zones: Sequence[ArrayLike] | None

    def chains(self, xy: FloatArray, weight: FloatArray, on: compute.Place = compute.SERIAL) -> Chains:
        """The zones: those given, else circles."""
        if self.zones is not None:
            return given(self.zones, len(xy))
        return circles(
            xy, weight, max_share=self.max_share, max_radius=self.max_radius, max_neighbours=self.max_neighbours, on=on
        )

    def place(self, n_jobs: int | None, on: compute.Place | None) -> compute.Place:
        """Where the replicates are drawn: threads, unless another place is named."""
        if on is not None:
            return on
        return compute.SERIAL if n_jobs == 1 else compute.Threads(n_jobs)

    def parameters(self) -> dict[str, Parameter]:
        """What a result says of how it was made."""
        return {
            "max_days": self.max_days, "min_days": self.min_days, "min_cases": self.min_cases,
            "max_share": self.max_share, "max_radius": self.max_radius, "max_neighbours": self.max_neighbours,
            "zones": "circles" if self.zones is None else "given", "replicates": self.replicates,
        }  # fmt: skip


def check(options: Options) -> Options:
    """The same options. ValueError, with the argument and its value, for one that means nothing."""
    for name, least in (("max_days", 1), ("min_days", 1), ("min_cases", 1), ("replicates", 0)):
        whole(getattr(options, name), name, least)
    if options.min_days > options.max_days:
        raise ValueError(f"min_days {options.min_days} must not be above max_days {options.max_days}")
    if not 0.0 < options.max_share <= 1.0:
        raise ValueError(f"max_share must lie in (0, 1], got {options.max_share!r}")
    if options.max_radius is not None and not options.max_radius >= 0.0:
        raise ValueError(f"max_radius must be 0 or more metres, got {options.max_radius!r}")
    if options.max_neighbours is not None:
        whole(options.max_neighbours, "max_neighbours", 1)
    if options.windows not in WINDOWS:
        raise ValueError(f"windows must be one of {', '.join(WINDOWS)}, got {options.windows!r}")
    return options


def options_of(arguments: Mapping[str, object]) -> Options:
    """The options among the arguments of a scan, checked, and with them the other whole numbers among the arguments."""
    for name, least in (("seed", 0), ("n_jobs", 1), ("max_clusters", 0), ("first_day", -_FAR), ("last_day", -_FAR)):
        if arguments.get(name) is not None:
            whole(arguments[name], name, least, 2**64)
    return check(Options(**{name: arguments[name] for name in Options.__dataclass_fields__}))  # type: ignore[arg-type]
