"""What the background worker does that belongs to no part of the work."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from tryggve.store.database import audit
from tryggve.store.database.models import AuditEvent
from tryggve.store.database.sweep import sweep
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import letters
from tryggve.web.core.actions.accounts import drop_unfinished
from tryggve.web.core.due import due
from tryggve.web.core.municipal import here
from tryggve.web.setup import waiting
from tryggve.web.setup.tiles import drop_old_tiles

_SWEPT_FOR = dt.timedelta(days=7)
_UNFINISHED_FOR = dt.timedelta(days=7)
"""As long as a link lets somebody in: who comes back later begins anew."""

_log = logging.getLogger(__name__)


@due(every=dt.timedelta(seconds=20))
def send_letters(at: dt.datetime) -> None:
    """Send what waits. A letter that does not go is tried again; the log says its number and no more."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return
    for letter in letters.due_letters(at):
        account = Account.objects.filter(pk=letter.account_id, is_active=True).exclude(email="").first()
        if account is None:
            letters.has_failed(letter, for_good=True)
            continue
        try:
            EmailMessage(letter.subject, letter.body, to=[account.email]).send()
        except OSError as error:  # smtplib's errors are OSErrors too
            _log.warning("letter %s did not go: %s", letter.pk, type(error).__name__)
            letters.has_failed(letter)
        else:
            letters.was_sent(letter)


@due(every=dt.timedelta(days=1))
def forget_letters(at: dt.datetime) -> None:
    """Letters that have waited too long go."""
    letters.forget_old(at=at)


@due(every=dt.timedelta(hours=1))
def sweep_away(at: dt.datetime) -> None:
    """What has been deleted by decision of late lies nowhere in the files of the database, as soon as that can be."""
    if AuditEvent.objects.filter(action=str(audit.Action.RETENTION), at__gte=at - _SWEPT_FOR).exists():
        sweep(here())


@due(every=dt.timedelta(days=1))
def forget_files(at: dt.datetime) -> None:
    """Old tiles of the map go, and files that nobody said yes to."""
    now = timezone.now()
    waiting.drop_old(now)
    drop_old_tiles(
        here().alias.removeprefix("kommun-"), before=(now - dt.timedelta(days=30)).timestamp(), most_bytes=500_000_000
    )


@due(every=dt.timedelta(days=1))
def forget_unfinished(at: dt.datetime) -> None:
    """Accounts that somebody began by a QR code or a link and never came in by are taken away."""
    # By the real clock, by which they were made: an invented municipality stands still.
    drop_unfinished(before=timezone.now() - _UNFINISHED_FOR, by="tryggve", at=at)
