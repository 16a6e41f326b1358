"""What somebody is in the municipality, and that they no longer are."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tryggve.domain.language import _
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import people as actions
from tryggve.web.core.actions.accounts import Own, confirm_address
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.actions.way_back import give_way_back
from tryggve.web.core.member import Request
from tryggve.web.core.models import Membership
from tryggve.web.core.posted import posted
from tryggve.web.core.qr import svg
from tryggve.web.people import letters, rights, telling
from tryggve.web.people.forms.organisations import RolesForm
from tryggve.web.people.views.invitations import way_in


def roles(request: Request, pk: int) -> HttpResponse:
    """Other roles."""
    shown = get_object_or_404(rights.memberships(request.member), pk=pk)
    givable, takable = rights.givable(request.member), rights.takable(request.member)
    offered = givable | (takable & shown.role_set)
    form = RolesForm(posted(request), givable=offered, initial={"roles": shown.roles})
    if request.method == "POST" and form.is_valid():
        # Roles that one may not take stay as they are.
        wanted = {*form.cleaned_data["roles"], *(shown.role_set - offered)}
        try:
            actions.change_roles(
                membership=shown, roles=wanted, givable=givable, takable=takable, by=request.member.by,
                at=timezone.now(), giver=request.member.account.pk, overseen=rights.is_overseen(request.member),
            )  # fmt: skip
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
                membership=shown, givable=rights.takable(request.member), by=request.member.by, at=timezone.now()
            )
        except RefusedError as refusal:
            why = str(refusal)
        else:
            return _back(request, shown, _("The membership is ended."))
    return _page(request, "people/end.html", shown, why=why)


def way_back(request: Request, pk: int) -> HttpResponse:
    """A new way in for somebody who has lost theirs, after a page that says what that means."""
    shown, why = _of_somebody_else(request, pk), ""
    if request.method == "POST":
        try:
            made, token = give_way_back(
                membership=shown, giver=request.member.account.pk, givable=rights.givable(request.member),
                by=request.member.by, at=timezone.now(), overseen=rights.is_overseen(request.member),
            )  # fmt: skip
        except RefusedError as refusal:
            why = str(refusal)
        else:
            account = Account.objects.get(pk=shown.account_id)
            telling.tell(account, Own.WAY_BACK_GIVEN)
            url = way_in(request, token)
            picture = svg(url, _("QR code that opens the page where you start"))
            context = {"membership": shown, "who": str(account), "link": url, "picture": picture, "invitation": made}
            return render(request, "people/way_back_given.html", context)
    return _page(request, "people/way_back_give.html", shown, why=why)


@require_POST
def address(request: Request, pk: int) -> HttpResponse:
    """The address that somebody asked for is theirs: confirmed here where there is no mail server to ask by."""
    shown = _of_somebody_else(request, pk)
    account = Account.objects.filter(pk=shown.account_id).exclude(asked_email="").first()
    if account is None or letters.has_mail() or shown.role_set - rights.takable(request.member):
        raise Http404
    try:
        confirm_address(account=account, email=request.POST.get("email", ""))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("member", kommun=request.kommun.slug, pk=pk)
    actions.note_confirmed(membership=shown, by=request.member.by, at=timezone.now())
    return _back(request, shown, _("The address is confirmed."))


def _of_somebody_else(request: Request, pk: int) -> Membership:
    rows = rights.memberships(request.member).exclude(pk=request.member.membership.pk)
    found: Membership = get_object_or_404(rows, pk=pk)
    return found


def _back(request: Request, shown: Membership, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("organisation", kommun=request.kommun.slug, pk=shown.organisation_id)


def _page(request: Request, template: str, shown: Membership, **context: object) -> HttpResponse:
    account = Account.objects.filter(pk=shown.account_id).first()
    faulty = bool(context.get("why")) or bool(getattr(context.get("form"), "errors", None))
    asked = account.asked_email if account is not None and not letters.has_mail() else ""
    found = {
        "membership": shown, "account": account, "who": str(account or shown.name), "asked": asked,
        "oneself": shown.pk == request.member.membership.pk,
        "may_give": shown.role_set <= rights.givable(request.member), **context,
    }  # fmt: skip
    return render(request, template, found, status=422 if faulty else 200)
