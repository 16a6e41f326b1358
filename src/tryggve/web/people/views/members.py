"""What somebody is in the municipality, and that they no longer are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from tryggve.domain.language import _
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import people as actions
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.member import Request
from tryggve.web.core.models import Membership
from tryggve.web.core.posted import posted
from tryggve.web.people import rights
from tryggve.web.people.forms.organisations import RolesForm


def roles(request: Request, pk: int) -> HttpResponse:
    """Other roles."""
    shown = get_object_or_404(rights.memberships(request.member), pk=pk)
    givable = rights.givable(request.member)
    form = RolesForm(posted(request), givable=givable, initial={"roles": shown.roles})
    if request.method == "POST" and form.is_valid():
        # Roles that one may not take stay as they are.
        wanted = {*form.cleaned_data["roles"], *(shown.role_set - givable)}
        try:
            actions.change_roles(
                membership=shown, roles=wanted, givable=givable, by=request.member.by, at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error("roles", str(refusal))
        else:
            return _back(request, shown, _("Saved."))
    return _page(request, "people/member.html", shown, form=form)


def end(request: Request, pk: int) -> HttpResponse:
    """End the membership, after a page that says what that means."""
    shown = get_object_or_404(rights.memberships(request.member), pk=pk)
    why = ""
    if request.method == "POST":
        try:
            actions.end_member(
                membership=shown, givable=rights.givable(request.member), by=request.member.by, at=timezone.now()
            )
        except RefusedError as refusal:
            why = str(refusal)
        else:
            return _back(request, shown, _("The membership is ended."))
    return _page(request, "people/end.html", shown, why=why)


def _back(request: Request, shown: Membership, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("organisation", kommun=request.kommun.slug, pk=shown.organisation_id)


def _page(request: Request, template: str, shown: Membership, **context: object) -> HttpResponse:
    account = Account.objects.filter(pk=shown.account_id).first()
    faulty = bool(context.get("why")) or bool(getattr(context.get("form"), "errors", None))
    found = {"membership": shown, "account": account, "who": str(account or shown.name), **context}
    return render(request, template, found, status=422 if faulty else 200)
