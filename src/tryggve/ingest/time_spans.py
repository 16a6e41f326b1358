"""From–to times of rows, and times that lie in the future."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident import TimePrecision
from tryggve.domain.incident_table import NO_HOUR
from tryggve.ingest.time_texts import EMPTY
from tryggve.ingest.times import Moments, TimeFault

_INTERVAL, _DAY, _MONTH = (int(p) for p in (TimePrecision.INTERVAL, TimePrecision.DAY, TimePrecision.MONTH))


def spans(begin: Moments, end: Moments) -> Moments:
    """From–to times, row by row: where `end` is empty, `begin` stands alone; equal ends are one moment.

    An end before its beginning is REVERSED; a beginning that is empty is MISSING.
    """
    has_end = end.kind > EMPTY
    same = (begin.start_s == end.start_s) & (begin.end_s == end.end_s)
    wide = has_end & ~same
    fault = np.where(end.fault != TimeFault.NONE, end.fault, TimeFault.NONE)
    # The end of a day or month is the midnight after it, which is not part of it any more.
    whole = np.isin(end.kind, (_DAY, _MONTH))
    reversed_ = has_end & ((end.end_s < begin.start_s) | (whole & (end.end_s == begin.start_s)))
    fault = np.where((fault == TimeFault.NONE) & reversed_, TimeFault.REVERSED, fault)
    fault = np.where(begin.fault != TimeFault.NONE, begin.fault, fault)
    fault = np.where((begin.kind == EMPTY) & (begin.fault == TimeFault.NONE), TimeFault.MISSING, fault)
    return replace(
        begin,
        kind=np.where(wide, _INTERVAL, begin.kind).astype(np.int8),
        end_s=np.where(wide, end.end_s, begin.end_s),
        # Dates are those of the file, clock times those of the store: their days can cross where the zones differ.
        last_day=np.where(wide, np.maximum(end.last_day, begin.first_day), begin.last_day),
        hour=np.where(wide, NO_HOUR, begin.hour).astype(np.int8),
        fault=fault.astype(np.int8),
    )


def refuse_future(times: Moments, end: Moments, today: int, allowed: NDArray[np.bool_]) -> Moments:
    """Mark what lies after `today` (a day number) as FUTURE, save the rows that are `allowed` to.

    A month or day that has begun is not the future; an interval that ends on a later day is.
    """
    late = (times.first_day > today) | ((end.kind > EMPTY) & (end.first_day > today))
    future = late & ~allowed & (times.fault == TimeFault.NONE)
    return replace(times, fault=np.where(future, TimeFault.FUTURE, times.fault).astype(np.int8))
