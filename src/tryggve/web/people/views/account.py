"""Pages of one's own account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tryggve.domain.language import _
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import accounts as actions
from tryggve.web.core.actions.accounts import Own
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.posted import posted
from tryggve.web.people import addresses, telling
from tryggve.web.people.forms.account import AccountForm
from tryggve.web.people.forms.secrets import PinForm
from tryggve.web.people.letters import has_mail

ACCOUNTS = "allauth.account"
"""The app whose settings say how long a confirmation of who one is holds."""


def account_of(request: HttpRequest) -> Account:
    """Who is logged in."""
    return cast(Account, request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What is known of the account, and what can be done with it."""
    account = account_of(request)
    form = AccountForm(posted(request), account=account)
    if request.method == "POST" and form.is_valid():
        given = {"name": "", "email": "", "wants_mail": False, **form.cleaned_data}
        before = account.email
        if given["email"].casefold() != before:
            # Whoever has the address can ask for a new password.
            raise_if_reauthentication_required(request, app=ACCOUNTS)
        actions.change_account(account=account, **given, at=timezone.now())
        if account.email != before:
            telling.tell(account, Own.ADDRESS_GONE, to=before)
        elif account.asked_email and given["email"].casefold() == account.asked_email:
            telling.tell(account, Own.ADDRESS_ASKED)
            addresses.ask(request, account)
        messages.success(request, _("Saved."))
        return redirect("account")
    changes = [(at, _(telling.WORDS[what]), by) for at, what, by in actions.changes_of(account)]
    context = {"form": form, "changes": changes, "has_mail": has_mail()}
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, token: str) -> HttpResponse:
    """The link that was mailed to a new address: followed by its owner, who is logged in, and confirmed by a button."""
    account = account_of(request)
    email = addresses.asked_by(token, account)
    if email is None:
        raise Http404
    if request.method != "POST":
        return render(request, "people/address.html", {"email": email})
    before = account.email
    try:
        actions.confirm_address(account=account, email=email)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        telling.changed(account, Own.ADDRESS, to=before)
        messages.success(request, _("The address is confirmed."))
    return redirect("account")


def secret_page(view: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page where a secret is chosen by somebody who has just confirmed who they are.

    A form sent too late is asked for again: allauth would keep what it holds in the session, readable.
    """

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if is_reauthentication_required(request, app=ACCOUNTS):
            if request.method == "POST":
                return redirect(request.path)
            raise_if_reauthentication_required(request, app=ACCOUNTS)
        return view(request)

    return guarded


password_set = secret_page(allauth.password_set)


@secret_page
def pin(request: HttpRequest) -> HttpResponse:
    """A reporter's new PIN. Others have a password."""
    account = account_of(request)
    if account.name:
        raise Http404
    form = PinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.change_secret(account=account, secret=form.cleaned_data["pin"])
        telling.changed(account, Own.SECRET)
        update_session_auth_hash(request, account)
        messages.success(request, _("The PIN is changed."))
        return redirect("account")
    return render(request, "people/pin.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Out everywhere, but for here."""
    account = account_of(request)
    actions.end_sessions(account=account)
    update_session_auth_hash(request, account)
    messages.success(request, _("You are logged out everywhere else."))
    return redirect("account")


@reauthentication_required(app=ACCOUNTS)  # type: ignore[untyped-decorator]
def forget(request: HttpRequest) -> HttpResponseBase:
    """Delete the account, after a page that says what that means."""
    if request.method != "POST":
        return render(request, "people/forget.html")
    account = account_of(request)
    try:
        actions.forget_account(account=account, at=timezone.now())
    except RefusedError as refusal:
        return render(request, "people/forget.html", {"why": str(refusal)}, status=422)
    end_session(request)
    return cleared(render(request, "people/forgotten.html"))


@require_safe
def two_factors(request: HttpRequest) -> HttpResponse:
    """Why a second step is asked for, and how to get one."""
    onward = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/"
    return render(request, "people/two_factors.html", {"onward": onward})


def logout(request: HttpRequest) -> HttpResponseBase:
    """Out, and what the browser has kept of the site is cleared."""
    response: HttpResponseBase = allauth.logout(request)
    return cleared(response) if request.method == "POST" else response


def cleared(response: HttpResponseBase) -> HttpResponseBase:
    """An answer that makes the browser forget pages, cookies and what scripts have kept."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def no_signup(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: people are invited."""
    raise Http404
