"""Drafts are made anew when the store has changed."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.period import Period
from tryggve.store.database import audit
from tryggve.web.core.municipal import here
from tryggve.web.situation.building import Tell, build_draft, last_change, tree_of, unheard
from tryggve.web.situation.expectations import kept_of
from tryggve.web.situation.models import Draft

BY = "Tryggve"
"""Who has made a draft that made itself."""


def is_fresh(period: Period, today: dt.date) -> bool:
    """Whether the draft knows the last change of the store and was made for this day."""
    return Draft.objects.filter(period=period.label, batch=last_change(here()), day=today).exists()


def rebuild(*, period: Period, by: str, today: dt.date, at: dt.datetime, tell: Tell = unheard) -> None:
    """Make the draft of a period from what the store has now. It takes some seconds, outside the transaction."""
    built = build_draft(here(), period, today, tell)
    with here().writing():
        Draft.objects.update_or_create(
            period=period.label,
            defaults={
                "built_at": at, "day": today, "batch": built.batch, "seconds": built.seconds,
                "fingerprint": built.situation.meta.fingerprint, "standing_out": built.standing_out,
                "tree": tree_of(built.situation), "expected": kept_of(built.situation),
            },
        )  # fmt: skip
        audit.record(here(), audit.Action.REPORT, by=by, at=at, why="", period=period.label, draft=True)
