"""What allauth asks us of second factors."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser

from tryggve.domain.language import N_, _
from tryggve.web.core.qr import svg

_ERRORS = {
    "incorrect_code": N_("The code is not right, or too old. Try again."),
    "cannot_delete_authenticator": N_("It cannot be removed."),
}


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """QR codes by our own library, texts in the reader's language, a reporter's code instead of a name."""

    @property
    def error_messages(self) -> dict[str, Any]:
        """Errors in the current language."""
        return {**DefaultMFAAdapter.error_messages, **{code: _(text) for code, text in _ERRORS.items()}}

    def build_totp_svg(self, url: str) -> str:
        """For the page itself, which may not show pictures from elsewhere."""
        return svg(url, _("QR code for the app that shows one-time codes"))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """What a passkey without a name is called."""
        return _("My passkey")

    def _get_site_name(self) -> str:
        return "Tryggve"
