"""When in the week: hour by weekday, with aoristic weights for events that are known only as an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray, checked_positive
from tryggve.stats.local_clock import DAY, HOUR, offset_changes

REFERENCE = (
    "Ratcliffe, J. H. (2000). Aoristic analysis: the spatial interpretation of unspecific temporal events. "
    "Int. J. Geogr. Inf. Sci. 14, 669-679."
)
CELLS = 168
_EPOCH_CELL = 72
"""1970-01-01 00:00 was a Thursday: three days after the Monday that cell 0 stands for."""
_EARLIEST, _LATEST = -62_000_000_000, 253_000_000_000
"""Instants that the calendar of datetime holds, with a margin for the offset: the years 6 to 9987."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TimeProfile(ArrayResult):
    """Weights [7, 24]: weekday (Monday first) by hour, local time; they sum to `n_used`, one per event.

    `n_instant` of the used events begin and end in the same second; `n_too_long` were left out because their interval
    is longer than `max_hours`, `n_reversed` because it ends before it begins.
    """

    weights: FloatArray
    n_used: int
    n_instant: int
    n_too_long: int
    n_reversed: int

    @property
    def by_hour(self) -> FloatArray:
        """Weight per hour of the day [24]."""
        return np.asarray(self.weights.sum(axis=0), np.float64)

    @property
    def by_weekday(self) -> FloatArray:
        """Weight per weekday [7], Monday first."""
        return np.asarray(self.weights.sum(axis=1), np.float64)


def aoristic_profile(
    start_s: ArrayLike, end_s: ArrayLike, *, zone: str, max_hours: float = float(CELLS)
) -> TimeProfile:
    """Spread every event over the hours of the local week in which it can have happened.

    start_s, end_s: int[n] UTC epoch seconds, the event lies in [start, end); zone: an IANA name. An event of length d
    gives each hour-of-week cell the share t / d, t being the real time that its interval spends in that local hour: the
    hour that autumn repeats counts twice, the one that spring skips not at all (Ratcliffe 2000). An event with
    start = end gives its cell the weight 1. Intervals longer than `max_hours` say nothing of the hour and are left
    out, and so are reversed ones; both are counted. ValueError for seconds that are not whole numbers, lengths that
    differ, unknown zones or times outside the calendar.
    """
    start, end = _checked_seconds(start_s, "start_s"), _checked_seconds(end_s, "end_s")
    if len(start) != len(end):
        raise ValueError(f"start_s and end_s must have the same length, got {len(start)} and {len(end)}")
    length = end - start
    too_long = length > checked_positive(max_hours, "max_hours") * HOUR
    used = ~too_long & (length >= 0)
    start, end = start[used], end[used]
    transitions, offsets = _transitions(start, end, zone)
    instant = start == end
    moments = start[instant] + offsets[np.searchsorted(transitions, start[instant], side="right")]
    weights = np.bincount(_cell(moments // HOUR), minlength=CELLS).astype(np.float64)
    weights += _spread(*_local_pieces(start[~instant], end[~instant], transitions, offsets))
    return TimeProfile(
        method="aoristic_hour_weekday",
        parameters={"zone": zone, "max_hours": float(max_hours)},
        reference=REFERENCE,
        weights=weights.reshape(7, 24),
        n_used=len(start),
        n_instant=int(instant.sum()),
        n_too_long=int(too_long.sum()),
        n_reversed=int((length < 0).sum()),
    )


def _checked_seconds(seconds: ArrayLike, name: str) -> IntArray:
    values = np.asarray(seconds)
    if values.size == 0:
        return np.zeros(0, np.int64)
    if values.ndim != 1 or values.dtype.kind not in "iu":
        raise ValueError(f"{name} must be whole UTC epoch seconds in one dimension, got {values.dtype}")
    if values.min() < _EARLIEST or values.max() > _LATEST:
        raise ValueError(f"{name} must lie in the years 6 to 9987")
    return values.astype(np.int64)


def _transitions(start: IntArray, end: IntArray, zone: str) -> tuple[IntArray, IntArray]:
    """Instants [k] at which the offset of local time changes within the data, and the offsets [k + 1] between them."""
    if len(start) == 0:
        return offset_changes(zone, 0, 0)
    return offset_changes(zone, int(start.min()) // DAY, int(end.max()) // DAY + 1)


def _local_pieces(
    start: IntArray, end: IntArray, transitions: IntArray, offsets: IntArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Cut intervals where the offset changes: local start and end of each piece, and weight per second."""
    first = np.searchsorted(transitions, start, side="right")
    pieces = np.searchsorted(transitions, end, side="left") - first + 1
    owner = np.repeat(np.arange(len(start)), pieces)
    segment = first[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    bounds = np.concatenate(([np.iinfo(np.int64).min], transitions, [np.iinfo(np.int64).max]))
    shift = offsets[segment]
    begin = np.maximum(start[owner], bounds[segment]) + shift
    finish = np.minimum(end[owner], bounds[segment + 1]) + shift
    return begin, finish, (1.0 / (end - start))[owner]


def _spread(begin: IntArray, finish: IntArray, per_second: FloatArray) -> FloatArray:
    """Weights [168] of local pieces: parts of the first and last hour, and a run of whole hours between them.

    Runs are counted by first cell and length, so the work grows with the events and not with their hours.
    """
    first, last = begin // HOUR, (finish - 1) // HOUR
    head = np.minimum(finish, (first + 1) * HOUR) - begin
    tail = np.where(last > first, finish - last * HOUR, 0)
    weights = np.bincount(_cell(first), head * per_second, CELLS) + np.bincount(_cell(last), tail * per_second, CELLS)
    whole = np.maximum(last - first - 1, 0)
    weights = weights + (whole // CELLS * HOUR * per_second).sum()
    key = _cell(first + 1) * CELLS + whole % CELLS
    runs = np.bincount(key, HOUR * per_second, CELLS * CELLS).reshape(CELLS, CELLS)
    longer = np.zeros((CELLS, CELLS))  # [cell, j]: weight of runs longer than j hours
    longer[:, :-1] = np.cumsum(runs[:, :0:-1], axis=1)[:, ::-1]
    reach = (np.arange(CELLS)[:, None] + np.arange(CELLS)) % CELLS
    return np.asarray(weights + np.bincount(reach.ravel(), longer.ravel(), CELLS), np.float64)


def _cell(hour: IntArray) -> NDArray[np.int64]:
    """Hour of the week, 0 = Monday 00, of hours since 1970-01-01 00:00 local time."""
    return (hour + _EPOCH_CELL) % CELLS
