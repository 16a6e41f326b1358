"""Settings of a municipality: the overview, and those that are one form each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.area import level_words
from tryggve.domain.language import _
from tryggve.store.database import audit, meta
from tryggve.store.database.divisions import listed_divisions
from tryggve.store.database.models import Agreement, AuditEvent, RetentionDecision
from tryggve.web.core import backdrop, clock, readiness
from tryggve.web.core.about_views import ACCESSIBILITY
from tryggve.web.core.actions.choices import choose, unchoose
from tryggve.web.core.choices import chosen
from tryggve.web.core.member import Request
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.municipal import here
from tryggve.web.setup.driftstart import filled
from tryggve.web.setup.forms import CadenceForm
from tryggve.web.setup.ground_words import crs_words, zone_words
from tryggve.web.setup.settings_forms import AccessibilityForm, BackdropForm, ContactForm

CADENCE, CONTACT = "cadence", "contact"


@require_safe
def overview(request: Request) -> HttpResponse:
    """What is set, and the way to each page."""
    used = [(level_words(one.key), one.areas) for one in listed_divisions(here()) if one.in_use]
    context = {
        "crs": crs_words(meta.read(here(), meta.Fact.CRS)), "zone": zone_words(meta.read(here(), meta.Fact.ZONE)),
        "cadence": chosen(CADENCE, {}), "divisions": used,
        "places": KnownPlace.objects.count(), "protected": KnownPlace.objects.filter(protected=True).count(),
        "backdrop": backdrop.backdrop(), "contact": chosen(CONTACT, {}), "is_open": readiness.is_open(),
        "promises": Agreement.objects.values("organisation").distinct().count(),
        "backup": AuditEvent.objects.filter(action=str(audit.Action.BACKUP)).order_by("-id").first(),
        "statement": chosen(ACCESSIBILITY, {}), "decision": RetentionDecision.objects.order_by("-id").first(),
        "left": sum(not one.is_done for one in filled()),
    }  # fmt: skip
    return render(request, "setup/settings.html", context)


def _one_form(request: Request, kind: type[forms.Form], name: str, words: dict[str, Any]) -> HttpResponse:
    """A page with a single form, whose answers are one choice."""
    form = kind(request.POST) if request.method == "POST" else kind(initial=chosen(name, {}))
    if request.method == "POST" and form.is_valid():
        choose(name=name, value=form.cleaned_data, by=request.member.by, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("settings", kommun=request.kommun.slug)
    return render(request, "setup/one_form.html", {"form": form, **words}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cadence(request: Request) -> HttpResponse:
    """How often the lägesbild is made."""
    return _one_form(request, CadenceForm, CADENCE, {"title": _("How often")})


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request) -> HttpResponse:
    """Whom reporters and readers turn to."""
    lead = _("Shown where reporters and readers may wonder whom to ask.")
    return _one_form(request, ContactForm, CONTACT, {"title": _("Contact"), "lead": lead})


@require_http_methods(["GET", "HEAD", "POST"])
def accessibility(request: Request) -> HttpResponse:
    """How accessible the pages are: the municipality's own part of the statement."""
    lead = _(
        "Stands on the page Accessibility, with the contact that you have given. Review your own installation first."
    )
    words = {"title": _("Accessibility statement"), "lead": lead}
    return _one_form(request, AccessibilityForm, ACCESSIBILITY, words)


@require_http_methods(["GET", "HEAD", "POST"])
def map_backdrop(request: Request) -> HttpResponse:
    """The map behind ours."""
    at, by = clock.now(), request.member.by
    if request.method == "POST" and request.POST.get("do") == "remove":
        unchoose(name=backdrop.CHOICE, by=by, at=at)
        return redirect("settings", kommun=request.kommun.slug)
    form = BackdropForm(request.POST if request.method == "POST" else None, initial=_shown(backdrop.backdrop()))
    if form.is_valid():
        choose(name=backdrop.CHOICE, value=form.backdrop().plain(), by=by, at=at)
        messages.success(request, _("Saved."))
        return redirect("settings", kommun=request.kommun.slug)
    context = {"form": form, "has": backdrop.backdrop() is not None}
    return render(request, "setup/backdrop.html", context, status=422 if form.errors else 200)


def _shown(kept: backdrop.Backdrop | None) -> dict[str, Any]:
    """A backdrop as its form shows it."""
    if kept is None:
        return {}
    numbers = {name: " ".join(f"{value:g}" for value in getattr(kept, name)) for name in ("resolutions", "origin")}
    return kept.plain() | numbers
