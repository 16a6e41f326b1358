"""What anybody may read: how accessible the pages are, and what is held of whom, as the municipality has adopted it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tryggve.domain.language import N_
from tryggve.store.database.models import RetentionDecision
from tryggve.web.accounts.models import Municipality
from tryggve.web.core.choices import all_chosen
from tryggve.web.core.held import by_subject
from tryggve.web.core.municipal import entered
from tryggve.web.core.pages import member_of

ACCESSIBILITY = "accessibility"
"""The choice that keeps what a municipality says of how accessible its pages are."""

STATUSES: Mapping[str, str] = {
    "unassessed": N_("It has not been assessed yet how well these pages fulfil the law."),
    "partly": N_("These pages fulfil the law in part."),
    "fully": N_("These pages fulfil the law."),
}
"""What may be said of the whole → in words (msgid)."""


@dataclass(frozen=True)
class Adopted:
    """What one municipality has said: whom to turn to, who is responsible, how long, how accessible."""

    name: str
    contact: Mapping[str, Any]
    controller: str
    officer: str
    decision: RetentionDecision | None
    statement: Mapping[str, Any]

    @property
    def status(self) -> str:
        """How well the law is fulfilled (msgid)."""
        return STATUSES.get(str(self.statement.get("status")), STATUSES["unassessed"])


@require_safe
def about(request: HttpRequest, what: str) -> HttpResponse:
    """A page for all. Who is logged in reads what the own municipalities say, others where there is one alone."""
    return render(request, f"core/{what}.html", {"adopted": _adopted(request), "held": by_subject()})


def _adopted(request: HttpRequest) -> list[Adopted]:
    found = list(Municipality.objects.all())
    if not request.user.is_authenticated:
        # Which municipalities an installation has is no news for everybody.
        return [one for one in map(_of, found) if one] if len(found) == 1 else []
    return [one for one in (_of(each, request.user) for each in found) if one]


def _of(municipality: Municipality, account: Any = None) -> Adopted | None:
    with entered(municipality.slug):
        if account is not None:
            try:
                member_of(account)
            except Http404:
                return None
        said = {name: choice.value for name, choice in all_chosen("").items()}
        officer = said.get("driftstart.item.data_protection_officer", {})
        return Adopted(
            municipality.name, said.get("contact", {}),
            str(said.get("driftstart.item.responsibility", {}).get("controller", "")),
            ", ".join(str(value) for key, value in officer.items() if key in ("function", "contact")),
            RetentionDecision.objects.order_by("-id").first(), said.get(ACCESSIBILITY, {}),
        )  # fmt: skip
