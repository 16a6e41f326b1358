"""Work that falls due by itself in each municipality. The parts of the web put theirs in a module called `work`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[dt.datetime], None]
Asked = Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """Something to do every so often in a municipality, inside `entered`; with `when` only where that says so."""

    name: str
    every: dt.timedelta
    do: Work
    when: Asked | None = None


JOBS: dict[str, Job] = {}
"""All jobs by name, in the order in which they were declared."""


def due(*, every: dt.timedelta, when: Asked | None = None) -> Callable[[Work], Work]:
    """Declare a job: `@due(every=timedelta(minutes=1))` before a function that takes the moment.

    What somebody waits for at a page is declared with `when` (is anything asked for?) and `every=timedelta(0)`: it is
    looked at first in each round, and a round in which nothing is asked for writes nothing.

    It is called inside `entered`, by one process at a time. What it raises is logged by its kind alone, and the job is
    tried again later; so it must bear to be stopped half-way and to be done again.
    """

    def declare(work: Work) -> Work:
        name = f"{work.__module__.removeprefix('tryggve.web.')}.{work.__name__}"
        JOBS[name] = Job(name, every, work, when)
        return work

    return declare
