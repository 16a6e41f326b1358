"""The past, day by day: each method is asked about each day with nothing but what had happened by then.

The days are asked in blocks of a fixed length, so that blocks can run anywhere and be kept: a replay that was stopped
goes on after the last block it kept, and gives the same bytes.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tryggve.compute import SERIAL, Place
from tryggve.domain.private_file import private
from tryggve.signals.episodes import Dated
from tryggve.signals.found import Found
from tryggve.signals.history import History
from tryggve.signals.methods import Method

BLOCK_DAYS = 91
MOST_A_DAY = 8
"""Of each method and group so many finds a day are kept, those with the highest scores."""

FEWEST_EVENTS = 3
"""Fewer events together are nothing to gather round, however rare they are where they happened."""

_KEY = "key.json"


@dataclass(frozen=True)
class Block:
    """Some days to ask the methods about."""

    history: History
    methods: tuple[Method, ...]
    first_day: int
    last_day: int


def run_block(block: Block) -> list[Dated]:
    """All finds of the days of a block, by day. Nothing that happened after the block is handed to the methods."""
    events = block.history.until(block.last_day, block.first_day)
    found: list[Dated] = []
    for method in block.methods:
        for day, finds in method.detector.replay(events, block.first_day, block.last_day):
            found += [Dated(day, _plain(one)) for one in _strongest(finds)]
    return sorted(found, key=lambda dated: (dated.day, dated.found.method, dated.found.group, -dated.found.score))


def _run_days(history: History, methods: tuple[Method, ...], days: tuple[int, int]) -> list[Dated]:
    return run_block(Block(history, methods, *days))


def _strongest(finds: Sequence[Found]) -> Iterator[Found]:
    """The highest scores of each group."""
    groups: dict[tuple[str, str], int] = {}
    for one in sorted(finds, key=lambda found: (-found.score, found.areas, found.first_day)):
        number = groups.get((one.method, one.group), 0)
        if one.observed < FEWEST_EVENTS:
            continue
        groups[one.method, one.group] = number + 1
        if number < MOST_A_DAY and math.isfinite(one.score):
            yield one


def _plain(one: Found) -> Found:
    """The same with plain Python numbers, as they come back from a file."""
    return Found(
        str(one.method), str(one.group), tuple(map(int, one.areas)), int(one.first_day), int(one.last_day),
        float(one.observed), float(one.expected), float(one.score),
    )  # fmt: skip


class Kept:
    """Finds of blocks in a folder, for a replay that may be stopped and started anew.

    A folder that was written for another question (see `about`) is emptied first.
    """

    def __init__(self, folder: Path, about: dict[str, Any]) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        said = json.dumps(about, sort_keys=True)
        key = folder / _KEY
        if not key.is_file() or key.read_text(encoding="utf-8") != said:
            for old in folder.glob("*.json"):
                old.unlink()
            self._write(key, said)

    def read(self, name: str) -> list[Dated] | None:
        """The finds of a block; None where they are not here."""
        try:
            rows = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
            return [
                Dated(row[0], Found(row[1], row[2], tuple(row[3]), row[4], row[5], row[6], row[7], row[8]))
                for row in rows
            ]
        except (OSError, ValueError, TypeError):
            return None

    def write(self, name: str, finds: Sequence[Dated]) -> None:
        """Keep the finds of a block: all of them or, where it is stopped, none."""
        rows = [
            [d.day, f.method, f.group, list(f.areas), f.first_day, f.last_day, f.observed, f.expected, f.score]
            for d in finds
            for f in (d.found,)
        ]
        self._write(self._folder / f"{name}.json", json.dumps(rows))

    def clear(self) -> None:
        """Take everything away: the answer has been written."""
        for old in self._folder.iterdir():
            old.unlink()
        self._folder.rmdir()

    def _write(self, path: Path, text: str) -> None:
        part = path.with_suffix(".part")
        with open(part, "w", encoding="utf-8", opener=private) as file:
            file.write(text)
        os.replace(part, path)


def replay(
    history: History, methods: Sequence[Method], first_day: int, last_day: int, *, on: Place = SERIAL,
    kept: Kept | None = None, name: str = "days", progress: Callable[[int, int], object] = lambda done, of: None,
) -> list[Dated]:  # fmt: skip
    """Every find of the methods on each of the days, by day. `progress` is told how many of the days are done."""
    starts = list(range(first_day, last_day + 1, BLOCK_DAYS))
    ends = [min(start + BLOCK_DAYS - 1, last_day) for start in starts]
    parts = {
        start: kept.read(f"{name}-{start}-{end}") if kept else None for start, end in zip(starts, ends, strict=True)
    }
    missing = [(start, end) for start, end in zip(starts, ends, strict=True) if parts[start] is None]
    done = sum(end - start + 1 for start, end in zip(starts, ends, strict=True) if (start, end) not in missing)
    progress(done, last_day - first_day + 1)
    # The history is bound to the block, so that a cluster is sent it once; the items are days alone.
    block = partial(_run_days, history, tuple(methods))
    for (start, end), finds in zip(missing, on.run(block, missing), strict=True):
        parts[start] = finds
        if kept is not None:
            kept.write(f"{name}-{start}-{end}", finds)
        done += end - start + 1
        progress(done, last_day - first_day + 1)
    return [dated for start in starts for dated in parts[start] or ()]
