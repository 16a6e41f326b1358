"""The pages of an invitation, from the link or QR code to being in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.mfa.webauthn.internal import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.access import Role, role_name
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import municipal
from tryggve.web.core.actions import invitations
from tryggve.web.core.actions.accounts import Own
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.actions.way_back import BACK
from tryggve.web.core.models import Invitation
from tryggve.web.core.pages import member_of
from tryggve.web.core.posted import posted
from tryggve.web.people import entrance, telling
from tryggve.web.people.forms.codes import PasskeyForm
from tryggve.web.people.forms.join import PASSKEY, JoinForm
from tryggve.web.people.letters import has_mail

Page = Callable[[HttpRequest, Municipality, Invitation], HttpResponse]


@require_safe
def opened(request: HttpRequest, kommun: str, token: str) -> HttpResponse:
    """The link itself: remembered, and on to a page whose address tells nothing."""
    entrance.hold(request, kommun, token)
    return redirect("join", kommun=kommun)


def by_invitation(view: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Reached with an open invitation in the session; any other gives one and the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, kommun: str) -> HttpResponse:
        municipality = Municipality.objects.filter(slug=kommun).first()
        digest = entrance.held(request, kommun)
        if municipality is not None and digest is not None:
            with municipal.entered(kommun):
                invitation = invitations.open_invitation(digest, timezone.now())
                if invitation is not None:
                    request.kommun = municipality  # type: ignore[attr-defined]
                    return view(request, municipality, invitation)
        return render(request, "people/gone.html", status=404)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@by_invitation
def join(request: HttpRequest, municipality: Municipality, invitation: Invitation) -> HttpResponse:
    """Choose how to log in; or, logged in already, accept."""
    if invitation.kind == BACK:
        return _way_back(request, municipality, invitation)
    if request.user.is_authenticated:
        return _with_account(request, municipality, invitation)
    form = JoinForm(posted(request), is_reporter=invitation.kind == invitations.QR)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            account = entrance.reserve(request, invitation, form.cleaned_data.get("name", ""), now)
            if form.cleaned_data["way"] == PASSKEY:
                return redirect("join_passkey", kommun=municipality.slug)
            entrance.by_secret(request, invitation, account, form.cleaned_data["secret"], now)
            return _onward(municipality, invitation, "mfa_activate_totp")
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "people/join.html", invitation, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@by_invitation
def passkey(request: HttpRequest, municipality: Municipality, invitation: Invitation) -> HttpResponse:
    """The passkey itself; with it, the account and the membership come to be."""
    account = entrance.reserved(request, invitation)
    if account is None:
        return redirect("join", kommun=municipality.slug)
    form = PasskeyForm(posted(request), user=account)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            entrance.by_passkey(
                request, invitation, account, name=given["name"], credential=given["credential"], at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(account, invitation)
            return _onward(municipality, invitation, "mfa_view_recovery_codes")
    options = auth.begin_registration(account, True)
    return _page(request, "people/join_passkey.html", invitation, form=form, options=options)


@require_safe
def joined(request: HttpRequest, kommun: str) -> HttpResponse:
    """A reporter is in: the code to write down, and straight to the report."""
    municipality = get_object_or_404(Municipality, slug=kommun)
    with municipal.entered(kommun):
        member_of(cast(Account, request.user))
    request.kommun = municipality  # type: ignore[attr-defined]
    return render(request, "people/joined.html", {"account": request.user, "has_mail": has_mail()})


def _way_back(request: HttpRequest, municipality: Municipality, invitation: Invitation) -> HttpResponse:
    """Choose anew how to log in, in place of what was lost."""
    account = entrance.reserved(request, invitation)
    if account is None:
        raise Http404
    form = JoinForm(posted(request), is_reporter=not account.name)
    form.fields.pop("name", None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["way"] == PASSKEY:
            return redirect("join_passkey", kommun=municipality.slug)
        try:
            entrance.by_secret(request, invitation, account, form.cleaned_data["secret"], timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(account, invitation)
            return _onward(municipality, invitation, "mfa_activate_totp")
    return _page(request, "people/way_back.html", invitation, form=form, account=account)


def _tell(account: Account, invitation: Invitation) -> None:
    if invitation.kind == BACK:
        telling.tell(account, Own.WAY_BACK_USED)


def _with_account(request: HttpRequest, municipality: Municipality, invitation: Invitation) -> HttpResponse:
    why = ""
    if request.method == "POST":
        account = cast(Account, request.user)
        try:
            invitations.accept(invitation=invitation, account_for=lambda: account, at=timezone.now())
        except RefusedError as refusal:
            why = str(refusal)
        else:
            entrance.let_go(request)
            return redirect("home", kommun=municipality.slug)
    return _page(request, "people/accept.html", invitation, why=why)


def _onward(municipality: Municipality, invitation: Invitation, second: str) -> HttpResponse:
    if invitation.roles == [str(Role.REPORTER)] and invitation.kind in (invitations.QR, BACK):
        return redirect("joined", kommun=municipality.slug)
    return redirect(second) if entrance.needs_two(invitation) else redirect("home", kommun=municipality.slug)


def _page(request: HttpRequest, template: str, invitation: Invitation, **context: object) -> HttpResponse:
    form = context.get("form")
    faulty = bool(context.get("why")) or bool(getattr(form, "errors", None))
    roles = [role_name(Role(role)) for role in invitation.roles]
    return render(
        request, template, {"invitation": invitation, "roles": roles, **context}, status=422 if faulty else 200
    )
