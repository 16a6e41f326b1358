"""Signals as JSON holds them, and as GeoJSON that any map can draw."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tryggve.domain.calendar_days import day_date
from tryggve.signals.history import History
from tryggve.signals.today import Signal, SignalList


def plain(history: History, found: SignalList) -> dict[str, Any]:
    """The list of a day. Areas by code, days as dates; a rate that is not known is null."""
    made = found.calibration
    calibration = None
    if made is not None and not found.why_uncalibrated:
        calibration = {
            "first_day": _date(made.first_day), "last_day": _date(made.last_day), "fingerprint": made.fingerprint,
            "wanted_per_year": made.wanted_per_year, "tryggve": made.version,
        }  # fmt: skip
    return {
        "date": _date(found.day),
        "source": history.source,
        "level": history.level,
        "calibrated": calibration is not None,
        "calibration": calibration,
        "why_uncalibrated": found.why_uncalibrated,
        "limits": [{"key": limit.key, "text": limit.text, "stops": limit.stops} for limit in found.limits],
        "signals": [signal_plain(history, signal) for signal in found.signals],
    }


def signal_plain(history: History, signal: Signal) -> dict[str, Any]:
    """One signal."""
    track, candidate, judged = signal.track, signal.candidate, signal.judged
    behind = judged.behind
    return {
        "id": track.id,
        "state": track.state.value,
        "opened": _date(track.opened),
        "last_found": _date(track.last_found),
        "areas": [history.codes[area] for area in track.areas],
        "names": [history.names[area] for area in track.areas],
        "observed_by_area": list(judged.per_area),
        "first_day": _date(track.first_day),
        "last_day": _date(track.last_day),
        "latest": {
            "first_day": _date(candidate.found.first_day), "last_day": _date(candidate.found.last_day),
            "history_years": _known(candidate.years),
        },
        "observed": round(candidate.found.observed, 3),
        "expected": round(candidate.found.expected, 3),
        "expected_interval": [judged.expected.low, judged.expected.high],
        "categories": [{"category": name, "n": n} for name, n in judged.categories],
        "group": candidate.found.group,
        "score": _known(candidate.score) if signal.calibrated else None,
        "expected_false_per_year": _known(candidate.told_per_year) if signal.calibrated else None,
        "beyond_history": candidate.beyond if signal.calibrated else None,
        "interval_per_year": [_known(value) for value in candidate.interval] if signal.calibrated else None,
        "rarest_per_year": _known(track.peak.told_per_year) if signal.calibrated else None,
        "method": candidate.methods[0],
        "methods": list(candidate.methods),
        "reporters": {
            "known": behind.known, "organisations": behind.organisations, "changed": behind.changed,
            "kind": behind.kind, "new": behind.new, "silent": behind.silent,
        },
        "grave": judged.grave,
        "planned": [[_date(first), _date(last)] for first, last in judged.planned],
        "earlier": list(signal.earlier),
        "goes_below_per_week": judged.weekly_limit,
    }  # fmt: skip


def geojson(history: History, found: SignalList) -> dict[str, Any]:
    """A feature for each area of each signal: its own events, the signal's id, rank and rate; in the store's metres."""
    features = []
    for rank, signal in enumerate(found.signals, start=1):
        told = signal_plain(history, signal)
        for area, here in zip(signal.track.areas, signal.judged.per_area, strict=True):
            outline = history.outlines[area]
            properties = {
                "signal": told["id"], "rank": rank, "area": history.codes[area], "name": history.names[area],
                "state": told["state"], "first_day": told["first_day"], "last_day": told["last_day"],
                "observed_here": here, "observed_in_signal": told["observed"], "expected_in_signal": told["expected"],
                "expected_false_per_year": told["expected_false_per_year"],
                "interval_per_year": told["interval_per_year"],
            }  # fmt: skip
            geometry = _point(history, area) if outline is None else dict(outline)
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    named: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if history.crs.upper().startswith("EPSG:"):
        code = history.crs.partition(":")[2]
        named["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
    return named


def _point(history: History, area: int) -> Mapping[str, Any] | None:
    x, y = history.events.xy[area].tolist()
    return {"type": "Point", "coordinates": [x, y]} if x > -900_000 and math.isfinite(x + y) else None


def _date(day: int) -> str:
    return day_date(day).isoformat()


def _known(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None
