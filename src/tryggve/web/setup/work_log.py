"""What the background worker notes of itself: that it is there, and how its jobs went."""

from __future__ import annotations

import datetime as dt

from tryggve.web.setup.models import Heartbeat, JobRun


def beat(*, name: str, at: dt.datetime) -> None:
    """A worker says that it is there."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at}, create_defaults={"at": at, "started_at": at})
    Heartbeat.objects.filter(at__lt=at - dt.timedelta(days=1)).delete()


def job_went(*, slug: str, job: str, at: dt.datetime, every: dt.timedelta, well: bool) -> None:
    """Note how a job went. One that failed is tried again after a time that grows, up to a day."""
    run, _is_new = JobRun.objects.get_or_create(slug=slug, job=job, defaults={"next_at": at})
    run.failures = 0 if well else run.failures + 1
    wait = min(every * 2 ** min(run.failures, 10), max(every, dt.timedelta(days=1)))
    run.next_at, run.done_at = at + (every if well else wait), at if well else run.done_at
    run.save()


def last_beat() -> dt.datetime | None:
    """When a worker last said that it is there."""
    return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
