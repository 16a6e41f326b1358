"""How long to wait before the next call to a source, counted over runs: the moments of past calls lie on disk."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.private_file import part_in
from tryggve.ingest.fetching.hosts import Host, Window

_LONGEST = 86_400.0


@dataclass(frozen=True)
class Clock:
    """The time and the wait, given from outside so that tests never wait."""

    now: Callable[[], dt.datetime]
    sleep: Callable[[float], None]


def seconds_to_wait(calls: Sequence[float], now: float, gap: float, windows: Sequence[Window]) -> float:
    """Seconds until another call keeps the gap and every window; `calls` are moments of earlier calls, any order."""
    past = sorted(moment for moment in calls if moment <= now)
    earliest = [past[-1] + gap] if past and gap else []
    for window in windows:
        # The call that must have left the window before another one fits into it.
        if len(past) >= window.calls:
            earliest.append(past[-window.calls] + window.seconds)
    return max(0.0, max(earliest, default=now) - now)


class Throttle:
    """Waits before each call as its source demands. One per folder: sources of one server share their moments."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._file = folder / "calls.json"
        self._clock = clock
        self._windows: dict[str, tuple[Window, ...]] = {}

    def learn(self, host: Host, window: Window) -> None:
        """What the source itself says of its limit; one call is left free for clocks that differ."""
        self._windows[host.bucket] = (Window(max(1, window.calls - 1), window.seconds),)

    def wait(self, host: Host, told: Callable[[float], None]) -> None:
        """Wait until the source may be asked, and count the call. `told` hears of waits that a person notices."""
        calls = self._moments(host.bucket)
        now = self._clock.now().timestamp()
        seconds = seconds_to_wait(calls, now, host.gap, self._windows.get(host.bucket, host.windows))
        if seconds >= 1.0:
            told(seconds)
        if seconds > 0:
            self._clock.sleep(seconds)
        self._keep(host.bucket, [*calls, now + seconds])

    def _all(self) -> dict[str, list[float]]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(bucket): [float(moment) for moment in moments] for bucket, moments in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _moments(self, bucket: str) -> list[float]:
        now = self._clock.now().timestamp()
        return [moment for moment in self._all().get(bucket, []) if now - _LONGEST < moment <= now]

    def _keep(self, bucket: str, moments: list[float]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with part_in(self._file.parent) as part:
            part.write_text(json.dumps(self._all() | {bucket: moments[-2000:]}), encoding="utf-8")
            os.replace(part, self._file)
