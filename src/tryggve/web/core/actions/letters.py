"""Letters: e-mail that tells somebody to log in. Never content of reports."""

from __future__ import annotations

import datetime as dt

from tryggve.web.core.models import Letter

MOST_TRIES = 8
"""So often a letter is tried; the last time is some ten hours after the first."""

_KEPT = dt.timedelta(days=7)
"""A letter tells which account something was told to, and when: what has not gone by then goes unsent."""


def write_letter(*, account_id: int, subject: str, body: str, at: dt.datetime) -> None:
    """A letter is to go out, in the transaction of what it tells of. The worker sends it."""
    Letter.objects.create(account_id=account_id, subject=subject[:120], body=body, made_at=at)


def due_letters(at: dt.datetime) -> list[Letter]:
    """What is to be tried now: at once, then after 5, 10, 20 … minutes from when it was written."""
    waiting = Letter.objects.filter(failed__lt=MOST_TRIES).order_by("id")
    return [one for one in waiting if at >= one.made_at + _wait(one.failed)]


def _wait(failed: int) -> dt.timedelta:
    return dt.timedelta(minutes=5 * 2 ** (failed - 1)) if failed else dt.timedelta()


def was_sent(letter: Letter) -> None:
    """It went: nobody needs to know to whom."""
    letter.delete()


def has_failed(letter: Letter, *, for_good: bool = False) -> None:
    """It did not go; `for_good` where it never will."""
    Letter.objects.filter(pk=letter.pk).update(failed=MOST_TRIES if for_good else letter.failed + 1)


def forget_old(*, at: dt.datetime) -> None:
    """Letters that have waited for a week go."""
    Letter.objects.filter(made_at__lt=at - _KEPT).delete()
