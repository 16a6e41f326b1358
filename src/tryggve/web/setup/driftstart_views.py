"""Pages of Driftstart: the list, each item, its template, opening and closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.access import Role
from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError
from tryggve.reports.word import MEDIA_TYPE, word
from tryggve.web.core import clock, readiness
from tryggve.web.core.choices import all_chosen
from tryggve.web.core.failures import refused
from tryggve.web.core.member import Request
from tryggve.web.core.words import said
from tryggve.web.setup import driftstart
from tryggve.web.setup.actions_driftstart import close_for_live, fill_in, open_for_live
from tryggve.web.setup.first_steps import first_steps
from tryggve.web.setup.forms import plain_message


class ItemForm(forms.Form):
    """The fields of an item. All may be saved before all are filled in."""

    def __init__(self, item: driftstart.Item, *arguments: Any, **others: Any) -> None:
        super().__init__(*arguments, **others)
        for field in item.fields:
            self.fields[field.key] = made = _made(field)
            made.needed = field.required  # type: ignore[attr-defined]


def _made(field: driftstart.Field) -> forms.Field:
    if field.kind == "choice":
        choices = [(key, field.shown(key)) for key, _names in field.choices]
        return forms.ChoiceField(label=field.label, choices=choices, widget=forms.RadioSelect, required=False)
    if field.kind == "date":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=field.label, widget=widget, required=False)
    return forms.CharField(label=field.label, max_length=300, required=False)


class CloseForm(forms.Form):
    """Why it is closed."""

    why = forms.CharField(label=said(N_("Why")), max_length=200)


@require_safe
def checklist(request: Request) -> HttpResponse:
    """All items, who filled them in, and whether live data come in."""
    filled = driftstart.filled()
    context = {
        "filled": filled, "done": sum(one.is_done for one in filled), "is_open": readiness.is_open(),
        "steps": [] if readiness.is_open() else first_steps(),
        "opened": all_chosen(readiness.OPEN).get(readiness.OPEN), "may_open": Role.COORDINATOR in request.member.roles,
    }  # fmt: skip
    return render(request, "setup/driftstart.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Request, item: str) -> HttpResponse:
    """Fill in one item."""
    one = next((one for one in driftstart.filled() if one.item.id == item), None)
    if one is None:
        raise Http404
    if item == driftstart.RETENTION:
        return redirect("settings_retention_decide", kommun=request.kommun.slug)
    form = ItemForm(one.item, request.POST if request.method == "POST" else None, initial=dict(one.answers))
    if request.method == "POST" and form.is_valid():
        answers = {key: str(value or "").strip() for key, value in form.cleaned_data.items()}
        fill_in(item=one.item, answers=answers, by=request.member.by, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("driftstart", kommun=request.kommun.slug)
    status = 422 if form.errors else 200
    return render(request, "setup/driftstart_item.html", {"one": one, "form": form}, status=status)


@require_safe
def template(request: Request, item: str) -> HttpResponse:
    """A template of an item, as a Word document to fill in: its own, or the one that is asked for."""
    one = driftstart.item(item)
    names = [name for name, _words in one.templates] if one else []
    name = request.GET.get("mall", names[0] if names else "")
    if name not in names:
        raise Http404
    answer = HttpResponse(word(driftstart.template(name)), content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def open_up(request: Request) -> HttpResponse:
    """Open for live data, after one more question."""
    if Role.COORDINATOR not in request.member.roles:
        return refused(request, 403, N_("A coordinator opens for live data"))
    if request.method == "POST":
        try:
            open_for_live(by=request.member.by, at=clock.now())
        except FileError as error:
            messages.error(request, plain_message(error))
        return redirect("driftstart", kommun=request.kommun.slug)
    missing = [one.item.title for one in driftstart.filled() if not one.is_done]
    return render(request, "setup/driftstart_open.html", {"missing": missing})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request) -> HttpResponse:
    """Close for live data, with the reason."""
    if Role.COORDINATOR not in request.member.roles:
        return refused(request, 403, N_("A coordinator closes for live data"))
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        close_for_live(why=form.cleaned_data["why"], by=request.member.by, at=clock.now())
        return redirect("driftstart", kommun=request.kommun.slug)
    return render(request, "setup/driftstart_close.html", {"form": form}, status=422 if form.errors else 200)
