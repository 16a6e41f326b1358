"""What this part does by itself: files that wait, links that are old, files that nobody decided about."""

from __future__ import annotations

import datetime as dt

from tryggve.web.core import clock
from tryggve.web.core.due import due
from tryggve.web.incidents.actions import answers, following, uploads


@due(every=dt.timedelta(0), when=uploads.is_asked)
def read_and_bring_in(at: dt.datetime) -> None:
    """Large files that somebody waits for."""
    uploads.do_what_is_asked(at=at, today=clock.today())


@due(every=dt.timedelta(hours=6))
def cut_links(at: dt.datetime) -> None:
    """The links from reports to accounts that are old enough, answered or not."""
    answers.cut_links(at=at)


@due(every=dt.timedelta(hours=6))
def forget_files(at: dt.datetime) -> None:
    """Sent files that nobody decided about, and rows that nobody mended."""
    uploads.forget_old(at=at)


@due(every=dt.timedelta(hours=1))
def follow_retention(at: dt.datetime) -> None:
    """Questions, answers and notes around reports whose texts have gone by decision."""
    following.follow_retention(at=at)
