"""Work that falls due by itself in each municipality. The parts of the web put theirs in a module called `work`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[dt.datetime], None]


@dataclass(frozen=True)
class Job:
    """Something to do every so often in a municipality, inside `entered`."""

    name: str
    every: dt.timedelta
    do: Work


JOBS: dict[str, Job] = {}
"""All jobs by name, in the order in which they were declared."""


def due(*, every: dt.timedelta) -> Callable[[Work], Work]:
    """Declare a job: `@due(every=timedelta(minutes=1))` before a function that takes the moment.

    It is called inside `entered`, by one process at a time. What it raises is logged by its kind alone, and the job is
    tried again later; so it must bear to be stopped half-way and to be done again.
    """

    def declare(work: Work) -> Work:
        name = f"{work.__module__.removeprefix('tryggve.web.')}.{work.__name__}"
        JOBS[name] = Job(name, every, work)
        return work

    return declare
