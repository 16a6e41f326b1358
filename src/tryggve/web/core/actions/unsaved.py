"""What was written and not saved is kept for whoever wrote it, until it is saved, thrown away or old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tryggve.store.database import audit
from tryggve.web.core.member import Member
from tryggve.web.core.models import UnsavedText
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import marks

KEPT = dt.timedelta(days=14)
"""So long it is kept."""

LONGEST = 20_000
"""So many signs of each text."""


def keep(*, member: Member, kind: str, key: str, texts: Mapping[str, str], at: dt.datetime) -> bool:
    """Keep it, in place of what was kept of the same before. False for what is empty or holds what is never kept."""
    said = {name: text[:LONGEST] for name, text in texts.items() if text.strip()}
    if not said or any(mark.hard for text in said.values() for mark in marks(text)):
        return False
    with here().writing():
        made, _is_new = UnsavedText.objects.update_or_create(
            account_id=member.account.pk, kind=kind, key=key, defaults={"texts": said, "at": at}
        )
        audit.record(here(), audit.Action.UNSAVED, by=member.by, at=at, unsaved=made.pk, kind=kind, done="kept")
    return True


def forget(*, member: Member, kind: str, key: str) -> None:
    """It has been saved, or is not wanted."""
    mine = UnsavedText.objects.filter(account_id=member.account.pk, kind=kind, key=key)
    if mine.exists():
        with here().writing():
            mine.delete()


def throw_away(*, member: Member, pk: int, at: dt.datetime) -> None:
    """Whoever wrote it does not want it."""
    with here().writing():
        if UnsavedText.objects.filter(account_id=member.account.pk, pk=pk).delete()[0]:
            audit.record(here(), audit.Action.UNSAVED, by=member.by, at=at, unsaved=pk, done="thrown away")


def forget_old(*, at: dt.datetime) -> None:
    """What nobody came back for."""
    with here().writing():
        UnsavedText.objects.filter(at__lt=at - KEPT).delete()
