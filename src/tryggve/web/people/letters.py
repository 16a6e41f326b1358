"""Letters of this part: a link and nothing else."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail

from tryggve.domain.language import _

logger = logging.getLogger(__name__)


def has_mail() -> bool:
    """Whether the installation can send mail."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def send_invitation(*, to: str, url: str, municipality: str, by: str, days: int) -> bool:
    """Mail the link; False where no mail could be sent. The log says that much, and not to whom."""
    return _sent(
        to,
        _("Invitation to Tryggve"),
        _("{by} invites you to Tryggve, for the work with safety in {municipality}.").format(
            by=by, municipality=municipality
        ),
        _("Open the link and choose how you will log in. It works once, for {n} days:").format(n=days),
        url,
        _("Did you not expect this? Then do nothing."),
    )


def send_address_link(*, to: str, url: str) -> bool:
    """Mail the link that confirms an address; False where no mail could be sent."""
    return _sent(
        to,
        _("Confirm your address in Tryggve"),
        _("Somebody wants to use this address in Tryggve. Was it you? Open the link while logged in; it holds a day:"),
        url,
        _("Did you not expect this? Then do nothing."),
    )


def _sent(to: str, subject: str, *parts: str) -> bool:
    if not has_mail():
        return False
    try:
        return send_mail(subject, "\n\n".join(parts), settings.DEFAULT_FROM_EMAIL, [to]) == 1
    except OSError as fault:  # smtplib's errors are OSErrors
        logger.warning("a letter could not be mailed: %s", type(fault).__name__)
        return False
