"""Letting people in: by link, by QR code; and taking that back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tryggve.domain.language import _
from tryggve.web.core.actions import invitations as actions
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.member import Request
from tryggve.web.core.models import Organisation
from tryggve.web.core.posted import posted
from tryggve.web.core.qr import svg
from tryggve.web.people import letters, rights
from tryggve.web.people.forms.organisations import InviteForm, QrForm


def invite(request: Request, pk: int) -> HttpResponse:
    """A link for one person: mailed, or shown this once where no mail can be sent.

    Shown as well, it would let whoever invites come in on an address that is not theirs, and try which have accounts.
    """
    organisation = _organisation(request, pk)
    givable = rights.givable(request.member)
    form = InviteForm(posted(request), givable=givable)
    if request.method == "POST" and form.is_valid():
        days, to = settings.INVITATION_DAYS, form.cleaned_data["email"]
        try:
            made, token = actions.invite(
                organisation=organisation, **form.cleaned_data, givable=givable, days=days, by=request.member.by,
                at=timezone.now(), overseen=rights.is_overseen(request.member),
            )  # fmt: skip
        except RefusedError as refusal:
            form.add_error("roles", str(refusal))
        else:
            url = way_in(request, token)
            mailed = letters.send_invitation(
                to=to, url=url, municipality=request.kommun.name, by=request.member.by, days=days
            )
            context = {"organisation": organisation, "invitation": made, "link": url, "mailed": mailed, "days": days}
            return render(request, "people/invited.html", context)
    return _form(request, "people/invite.html", organisation, form)


def qr(request: Request, pk: int) -> HttpResponse:
    """A page to print, by which reporters let themselves in."""
    organisation = _organisation(request, pk)
    form = QrForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made, token = actions.make_qr(
            organisation=organisation, **form.cleaned_data, by=request.member.by, at=timezone.now()
        )
        picture = svg(way_in(request, token), _("QR code that opens the page where you start"))
        context = {"organisation": organisation, "invitation": made, "picture": picture}
        return render(request, "people/qr.html", context)
    return _form(request, "people/qr_form.html", organisation, form)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """The link or QR code lets nobody in any more."""
    invitation = get_object_or_404(rights.invitations(request.member), pk=pk)
    actions.withdraw(invitation=invitation, by=request.member.by, at=timezone.now())
    messages.success(request, _("Withdrawn. Nobody gets in by it any more."))
    return redirect("organisation", kommun=request.kommun.slug, pk=invitation.organisation_id)


def _organisation(request: Request, pk: int) -> Organisation:
    return get_object_or_404(rights.organisations(request.member).filter(active=True), pk=pk)


def way_in(request: Request, token: str) -> str:
    """The address of an invitation."""
    return request.build_absolute_uri(reverse("invitation", kwargs={"kommun": request.kommun.slug, "token": token}))


def _form(request: Request, template: str, organisation: Organisation, form: InviteForm | QrForm) -> HttpResponse:
    context = {"form": form, "organisation": organisation}
    return render(request, template, context, status=422 if form.errors else 200)
