"""The areas file is replaced: sent, looked at, and brought in when somebody says yes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tryggve.domain.area import level_words
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import meta
from tryggve.store.database.divisions import listed_divisions
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.municipal import here
from tryggve.web.core.posted import posted
from tryggve.web.setup import waiting
from tryggve.web.setup.areas import digest, drawing, read_sent
from tryggve.web.setup.bring_in import bring_areas
from tryggve.web.setup.forms import AreasForm, plain_message

_KEY = "areas_waiting"


@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: Request) -> HttpResponse:
    """Which divisions there are, and a form for a new file."""
    form = AreasForm(posted(request), request.FILES or None)
    sent = request.FILES.get("file")
    if request.method == "POST":
        is_right = form.is_valid()
        if request.POST.get("do") == "use":
            return _use(request, form)
        if sent is not None and is_right:
            return _look(request, form, sent.read(), str(sent.name))
        form.add_error("file", _("Choose a file."))
    return _page(request, form)


def _look(request: Request, form: AreasForm, content: bytes, name: str) -> HttpResponse:
    how = {key: form.cleaned_data[key] for key in ("level", "vintage")}
    try:
        found = read_sent(content, name, crs=meta.read(here(), meta.Fact.CRS), **how)
    except FileError as error:
        form.add_error("file", plain_message(error))
        return _page(request, form)
    waiting.drop(request.session.get(_KEY, {}).get("kept", ""))
    request.session[_KEY] = {"kept": waiting.keep(content), "name": name, "kommun": request.kommun.slug, **how}
    return _page(request, AreasForm(initial=how), sent=found, name=name, drawing=drawing(found.register))


def _use(request: Request, form: AreasForm) -> HttpResponse:
    """Bring in the file that was looked at, in this municipality and no other."""
    told = request.session.pop(_KEY, {})
    path = waiting.waiting(told.get("kept", "")) if told.get("kommun") == request.kommun.slug else None
    if path is None:
        form.add_error("file", _("The areas file is no longer here. Choose it again."))
        return _page(request, form)
    content = path.read_bytes()
    waiting.drop(told["kept"])
    how = {key: told[key] for key in ("level", "vintage")}
    try:
        found = read_sent(content, told["name"], crs=meta.read(here(), meta.Fact.CRS), **how)
        outcome = bring_areas(
            name=told["name"], sha256=digest(content), register=found.register, by=request.member.by, at=clock.now()
        )
    except FileError as error:
        form.add_error("file", plain_message(error))
        return _page(request, form)
    changed = outcome.batch is not None
    messages.success(request, _("The areas are in use.") if changed else _("The areas were there already."))
    return redirect("settings_areas", kommun=request.kommun.slug)


def _page(request: Request, form: AreasForm, **shown: Any) -> HttpResponse:
    divisions = [(level_words(one.key), one) for one in listed_divisions(here())]
    context = {"form": form, "divisions": divisions, "limit": settings.UPLOAD_MOST_BYTES // 1_000_000, **shown}
    return render(request, "setup/areas.html", context, status=422 if form.errors else 200)
