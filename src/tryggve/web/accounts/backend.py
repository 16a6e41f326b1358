"""Who has given the right password: as much work whether or not there is such an account."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest

from tryggve.web.accounts.models import Account

_CODE = re.compile(r"R([2-9A-HJ-NP-Z]{4})([2-9A-HJ-NP-Z]{4})")
_LOOSE = re.compile(r"[\s-]")


def tidy(login: str) -> str:
    """What somebody logs in with as we keep it: `r7f3k 92qx` is `R-7F3K-92QX`; an address in small letters."""
    if (found := _CODE.fullmatch(_LOOSE.sub("", login).upper())) is not None:
        return f"R-{found[1]}-{found[2]}"
    return login.strip().casefold()


def account_of(login: str) -> Account | None:
    """The account with this code or address."""
    return Account.objects.filter(Q(username__iexact=login) | Q(email=login)).first() if login else None


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """One look-up and one hash at each try; allauth's own hashes three times for an address that it knows."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        login = credentials.get("username") or credentials.get("email") or ""
        found: Account | None = self._check_password(account_of(tidy(login)), credentials.get("password") or "")
        return found
