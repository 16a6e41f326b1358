"""A new address of one's own account: a link goes to it, and holds for a day and for that account alone."""

from __future__ import annotations

from allauth.core import ratelimit
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from tryggve.web.accounts.models import Account
from tryggve.web.people.letters import send_address_link

_SALT = "tryggve.web.people.address"
_DAY = 24 * 3600


def ask(request: HttpRequest, account: Account) -> bool:
    """Mail the link to the address that was asked for; False where none could, or too many have gone."""
    if not ratelimit.consume(request, action="manage_email", user=account):
        return False
    token = signing.dumps([account.pk, account.asked_email], salt=_SALT)
    url = request.build_absolute_uri(reverse("account_address", kwargs={"token": token}))
    return send_address_link(to=account.asked_email, url=url)


def asked_by(token: str, account: Account) -> str | None:
    """The address that a link confirms for an account; None where it was another's, too old, or overtaken."""
    try:
        pk, email = signing.loads(token, salt=_SALT, max_age=_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return email if pk == account.pk and email and email == account.asked_email else None
