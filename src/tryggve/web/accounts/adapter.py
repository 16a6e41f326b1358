"""What allauth asks us: nobody signs up by themselves, and what a failed login says and costs."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from tryggve.domain.language import N_, _
from tryggve.web.accounts.backend import account_of, tidy

_MISMATCH = N_("The code or address, or the password or PIN, is not right.")
_ERRORS = {
    "email_password_mismatch": _MISMATCH,
    "username_password_mismatch": _MISMATCH,
    "too_many_login_attempts": N_("Too many failed tries. Wait five minutes, then try again."),
    "rate_limited": N_("Too many failed tries. Wait five minutes, then try again."),
    "incorrect_password": N_("The password or PIN is not right."),
    "enter_current_password": N_("The password you have now is not right."),
    "incorrect_code": N_("The code is not right."),
    "invalid_password_reset": N_("The link is used or too old."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed by default."""

    @property
    def error_messages(self) -> dict[str, Any]:
        """Errors in the current language; the same for accounts that exist and those that do not."""
        return {**DefaultAccountAdapter.error_messages, **{code: _(text) for code, text in _ERRORS.items()}}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation is the only way in."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The login page, which says that one is out."""
        return f"{reverse('account_login')}?ute=1"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return reverse("account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted per account, under whichever of its names, and for names that nobody has likewise."""
        login = tidy(credentials.get("username") or credentials.get("email") or "")
        account = account_of(login)
        return f"account:{account.pk}" if account is not None else f"nobody:{login}"
