"""What people write to a chapter: each saving is kept, none is overwritten."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import marks
from tryggve.web.situation.models import Analysis

MOST_SIGNS = 20_000


class ConflictError(Exception):
    """Somebody else has written meanwhile: `latest` is what they wrote."""

    def __init__(self, latest: Analysis) -> None:
        super().__init__("somebody else has written meanwhile")
        self.latest = latest


def write_analysis(*, period: Period, section: str, text: str, after: int, by: str, at: dt.datetime) -> Analysis | None:
    """Save a text written on top of version `after` (0: none). None where nothing changed.

    ConflictError where there is a later one that says something else; FileError for a text that may not be kept.
    """
    _refuse(text)
    with here().writing():
        latest = latest_of(period.label, section)
        known = latest.version if latest else 0
        if latest is not None and latest.text == text:
            return None
        if latest is not None and known != after:
            raise ConflictError(latest)
        if latest is None and not text:
            return None
        made = Analysis.objects.create(period=period.label, section=section, version=known + 1, text=text, by=by, at=at)
        audit.record(
            here(), audit.Action.ANALYSIS, by=by, at=at, period=period.label, section=section, version=made.version
        )
    return made


def latest_of(period: str, section: str) -> Analysis | None:
    """The text as it stands."""
    return Analysis.objects.filter(period=period, section=section).order_by("-version").first()


def _refuse(text: str) -> None:
    if len(text) > MOST_SIGNS:
        raise FileError(_("The text is too long."), _("At most {n} signs.").format(n=MOST_SIGNS))
    if any(mark.hard for mark in marks(text)):
        raise FileError(_("The text holds a personnummer."), _("Take it out: it is not saved."))
