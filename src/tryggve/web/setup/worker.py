"""The background worker: does in each municipality what is due there. Nothing that fails stops the rest."""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading

from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from tryggve.web.accounts.models import Municipality
from tryggve.web.core import beside, clock
from tryggve.web.core.alone import alone_in
from tryggve.web.core.due import JOBS, Job
from tryggve.web.core.municipal import entered
from tryggve.web.setup.models import JobRun
from tryggve.web.setup.work_log import beat, job_went

PAUSE = 2.0
"""Seconds between rounds."""

_BEAT_EVERY = dt.timedelta(seconds=60)
_log = logging.getLogger(__name__)


def run(*, stop: threading.Event, once: bool = False, parent: int | None = None) -> None:
    """Work until told to stop, or for one round. With `parent` also until that process is gone."""
    autodiscover_modules("work")
    name, last = f"worker {os.getpid()}", None
    while not stop.is_set():
        at = timezone.now()
        try:
            if last is None or at - last >= _BEAT_EVERY:
                beat(name=name, at=at)
                last = at
            work_through(at)
        except Exception as error:
            _log.error("the round was cut short: %s", type(error).__name__)
        close_old_connections()
        if once or (parent is not None and os.getppid() != parent):
            break
        stop.wait(PAUSE)
    if once:
        beside.wait()
    beside.end()


def work_through(at: dt.datetime) -> int:
    """One round over all municipalities; how many jobs were done."""
    return sum(work_in(slug, at) for slug in list(Municipality.objects.values_list("slug", flat=True)))


def work_in(slug: str, at: dt.datetime) -> int:
    """What is due in a municipality, unless another worker is there already."""
    waiting = dict(JobRun.objects.filter(slug=slug, next_at__gt=at).values_list("job", "next_at"))
    jobs = sorted((job for job in JOBS.values() if job.name not in waiting), key=lambda job: job.when is None)
    if not jobs:
        return 0
    with alone_in(slug) as alone:
        return sum(_do(slug, job, at) for job in jobs) if alone else 0


def _do(slug: str, job: Job, at: dt.datetime) -> bool:
    try:
        with entered(slug):
            if job.when is not None and not job.when():
                return False
            job.do(clock.now())
        well = True
    except Exception as error:
        # Never the message: it may hold what somebody has written.
        _log.error("%s in %s failed: %s", job.name, slug, type(error).__name__)
        well = False
    job_went(slug=slug, job=job.name, at=at, every=job.every, well=well)
    return well
