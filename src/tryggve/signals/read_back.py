"""A signal as a store keeps it, made again: so that it is told in the words that it was told in when it was found."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tryggve.domain.calendar_days import day_number
from tryggve.signals.behind import Behind
from tryggve.signals.candidate import Candidate
from tryggve.signals.found import Events, Found
from tryggve.signals.history import History, Precision
from tryggve.signals.judge import Judged
from tryggve.signals.life import State, Track
from tryggve.signals.today import Signal
from tryggve.stats.result import Interval

_LONG = 1e9
"""Years of a past whose length was not kept: then nothing is said to lie beyond it."""


def read_back(
    plain: Mapping[str, Any], *, source: str = "", level: str = "", state: str = ""
) -> tuple[History, Signal]:
    """From what `plain.signal_plain` gave; the areas of the history, which has no events, are those of the signal.

    `state` is what the store has come to since, if it has. KeyError for something else than a signal.
    """
    codes = tuple(map(str, plain["areas"]))
    candidate, rows = _candidate(plain, len(codes)), tuple(range(len(codes)))
    opened, last_found = _day(plain["opened"]), _day(plain["last_found"])
    track = Track(
        str(plain["id"]), opened, last_found, State(state or plain["state"]), rows, _day(plain["first_day"]),
        _day(plain["last_day"]), candidate, candidate, last_found, ((last_found, frozenset(rows)),),
    )  # fmt: skip
    calibrated = plain["expected_false_per_year"] is not None
    signal = Signal(track, _judged(plain), calibrated, tuple(plain["earlier"]))
    return _history(codes, tuple(map(str, plain["names"])), source, level), signal


def _candidate(plain: Mapping[str, Any], areas: int) -> Candidate:
    latest = plain.get("latest", {})
    first, last = (_day(latest.get(name, plain[name])) for name in ("first_day", "last_day"))
    found = Found(
        str(plain["method"]).partition("/")[0], str(plain["group"]), tuple(range(areas)), first, last,
        float(plain["observed"]), float(plain["expected"]), math.nan,
    )  # fmt: skip
    rate = plain["expected_false_per_year"]
    low, high = plain["interval_per_year"] or (math.nan, math.nan)
    return Candidate(
        found, math.nan, math.nan if rate is None else float(rate),
        (math.nan if low is None else float(low), math.inf if high is None else float(high)),
        tuple(plain["methods"]), float(latest.get("history_years") or _LONG),
    )  # fmt: skip


def _judged(plain: Mapping[str, Any]) -> Judged:
    told, (low, high) = plain["reporters"], plain["expected_interval"]
    return Judged(
        observed=sum(plain["observed_by_area"]) or int(plain["observed"]),
        categories=tuple((str(one["category"]), int(one["n"])) for one in plain["categories"]),
        expected=Interval(float(low), float(high), 0.95),
        behind=Behind(told["known"], told["organisations"], told["changed"], told["kind"], told["new"], told["silent"]),
        grave=int(plain["grave"]),
        weekly_limit=int(plain["goes_below_per_week"]),
        planned=tuple((_day(first), _day(last)) for first, last in plain["planned"]),
        per_area=tuple(int(n) for n in plain["observed_by_area"]),
    )


def _history(codes: tuple[str, ...], names: tuple[str, ...], source: str, level: str) -> History:
    whole, real = np.zeros(0, np.int64), np.zeros(0, np.float64)
    events = Events(
        area=whole, day=whole, category=whole, source=whole, x=real, y=real, day_known=np.zeros(0, np.bool_),
        xy=np.zeros((len(codes), 2)), categories=(), sources=(), first_day=0, last_day=-1,
    )  # fmt: skip
    return History(
        municipality="", source=source, level=level, codes=codes, names=names, outlines=(None,) * len(codes),
        events=events, severity=whole, kinds=(), precision=Precision(0, 0, 0, 0, 0),
    )  # fmt: skip


def _day(text: object) -> int:
    return day_number(dt.date.fromisoformat(str(text)))
