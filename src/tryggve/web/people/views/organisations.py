"""Organisations and who is in them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tryggve.domain.access import Permission, role_name
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import people as actions
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.member import Request
from tryggve.web.core.models import Membership, Organisation
from tryggve.web.core.posted import posted
from tryggve.web.people import rights
from tryggve.web.people.forms.organisations import LiveForm, OrganisationForm, StopLiveForm


@require_safe
def people(request: Request) -> HttpResponse:
    """All organisations one looks after; straight in where it is one's own alone."""
    if Permission.PEOPLE not in request.member.permissions:
        return redirect("organisation", kommun=request.kommun.slug, pk=request.member.organisation.pk)
    shown = rights.organisations(request.member)
    numbers: dict[int, int] = {}
    for organisation_id in rights.memberships(request.member).values_list("organisation_id", flat=True):
        numbers[organisation_id] = numbers.get(organisation_id, 0) + 1
    context = {"organisations": shown, "numbers": numbers, "kinds": organisation_kinds()}
    return render(request, "people/people.html", context)


@require_safe
def organisation(request: Request, pk: int) -> HttpResponse:
    """One organisation: its people, pending invitations and QR codes."""
    shown = get_object_or_404(rights.organisations(request.member), pk=pk)
    now = timezone.now()
    open_ones = rights.invitations(request.member).filter(
        organisation=shown, withdrawn_at=None, uses_left__gt=0, expires_at__gt=now
    )
    context = {
        "organisation": shown,
        "kind": organisation_kinds().get(shown.kind),
        "people": _rows(list(rights.memberships(request.member).filter(organisation=shown)), request),
        "open_invitations": open_ones.order_by("kind", "-made_at"),
        "role_name": role_name,
    }
    return render(request, "people/organisation.html", context)


def _rows(found: list[Membership], request: Request) -> list[dict[str, object]]:
    """Each with the day of the last login: not what they did, and nothing of their reports."""
    accounts = Account.objects.in_bulk([one.account_id for one in found])
    mine = rights.takable(request.member)
    return [
        {
            "membership": one,
            "account": accounts.get(one.account_id),
            "roles": [role_name(role) for role in sorted(one.role_set)],
            "mine": one.role_set <= mine,
        }
        for one in found
    ]


def add(request: Request) -> HttpResponse:
    """A new organisation."""
    form = OrganisationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.add_organisation(**given, by=request.member.by, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("organisation", kommun=request.kommun.slug, pk=made.pk)
    return render(request, "people/organisation_form.html", {"form": form}, status=422 if form.errors else 200)


def change(request: Request, pk: int) -> HttpResponse:
    """Another name or kind, or out of the work."""
    shown = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(posted(request), organisation=shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(
                organisation=shown, **form.cleaned_data, by=request.member.by, at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation", kommun=request.kommun.slug, pk=pk)
    context = {"form": form, "organisation": shown}
    return render(request, "people/organisation_form.html", context, status=422 if form.errors else 200)


def live(request: Request, pk: int) -> HttpResponse:
    """Turn the live view on by a decision, or off with a reason."""
    shown = get_object_or_404(Organisation.objects.filter(Q(active=True) | Q(live=True)), pk=pk)
    given = posted(request)
    form = StopLiveForm(given) if shown.live else LiveForm(given, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        write = actions.close_live_view if shown.live else actions.open_live_view
        write(organisation=shown, **form.cleaned_data, by=request.member.by, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("organisation", kommun=request.kommun.slug, pk=pk)
    context = {"form": form, "organisation": shown}
    return render(request, "people/live.html", context, status=422 if form.errors else 200)
