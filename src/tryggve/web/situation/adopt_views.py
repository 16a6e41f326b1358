"""Fastställda lägesbilder: the step that fixes one, the list of them, their pages and documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.access import Sight
from tryggve.domain.language import N_, _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError
from tryggve.reports.tree import Audience
from tryggve.reports.week.periods import read_period
from tryggve.web.core import clock, readiness
from tryggve.web.core.member import Request
from tryggve.web.core.screening import marks
from tryggve.web.core.words import said
from tryggve.web.situation import periods
from tryggve.web.situation.actions.adopting import Adoption, ChangedError, adopt, note_download
from tryggve.web.situation.actions.drafts import is_fresh, rebuild
from tryggve.web.situation.chapters import chapters_of, fixed_chapters
from tryggve.web.situation.models import Draft, Snapshot, SnapshotFile
from tryggve.web.situation.seen import seen
from tryggve.web.situation.told import digest_of, told_in

KINDS = {
    "pdf": "application/pdf", "json": "application/json", "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
"""What a document is, as browsers are told. All come as files: none is shown as a page of this site."""


class AdoptForm(forms.Form):
    """The draft that was looked at, and what has to be said."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    told = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(label=said(N_("Why a new version")), max_length=500, required=False)
    sure = forms.BooleanField(label=said(N_("I have read the draft, and no text points at a person")))


@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: Request, period: Period) -> HttpResponse:
    """What is fastställd, what is not known, and then the step itself."""
    if not is_fresh(period, clock.today()) and request.method != "POST":
        rebuild(period=period, by=request.member.by, today=clock.today(), at=clock.now())
    draft = Draft.objects.filter(period=period.label).first()
    if draft is None:
        return redirect("picture", kommun=request.kommun.slug, period=period)
    earlier = Snapshot.objects.filter(period=period.label).count()
    looked_at = {"fingerprint": draft.fingerprint, "told": digest_of(told_in(period))}
    form = AdoptForm(request.POST if request.method == "POST" else None, initial=looked_at)
    if not earlier:
        del form.fields["why"]
    if form.is_valid() and (made := _adopted(request, period, form)) is not None:
        return redirect("snapshot", kommun=request.kommun.slug, period=period, version=made.version)
    context = _ground(request, period, draft) | {"form": form, "earlier": earlier}
    return render(request, "situation/adopt.html", context, status=422 if form.errors else 200)


def _adopted(request: Request, period: Period, form: AdoptForm) -> Snapshot | None:
    """The fastställd lägesbild, or None with the reason among the form's errors."""
    view, told = seen(request, period).view, told_in(period)
    if digest_of(told) != form.cleaned_data["told"]:
        form.add_error(None, _("What organisations have told has changed since the draft you read. Read it again."))
        return None
    coverage = {
        "expected": view.expected, "received": view.received,
        "unknown": [row.name for row in view.areas if not row.n and row.state not in ("reported", "nothing")],
    }  # fmt: skip
    texts = {one.key: one.text for one in chapters_of(_tree(period), period.label) if one.text.strip()}
    banner = _("{name} is invented. Nothing here has happened.") if request.kommun.is_example else ""
    adoption = Adoption(
        period, form.cleaned_data["fingerprint"], texts, coverage, form.cleaned_data.get("why", ""),
        banner.format(name=request.kommun.name), told,
    )  # fmt: skip
    link = request.build_absolute_uri(reverse("pictures", kwargs={"kommun": request.kommun.slug}))
    try:
        return adopt(adoption=adoption, link=link, by=request.member.by, today=clock.today(), at=clock.now())
    except ChangedError:
        rebuild(period=period, by=request.member.by, today=clock.today(), at=clock.now())
        form.add_error(None, _("Reports have come since the draft you read. It is made anew: read it again."))
    except FileError as error:
        form.add_error(None, str(error))
    return None


def _tree(period: Period) -> dict[str, Any]:
    tree: dict[str, Any] = Draft.objects.get(period=period.label).tree
    return tree


def _ground(request: Request, period: Period, draft: Draft) -> dict[str, Any]:
    view = seen(request, period).view
    chapters, told = chapters_of(draft.tree, period.label), [one for one in told_in(period) if one.used]
    return {
        "period": period, "title": periods.title(period), "days": periods.days(period), "draft": draft, "view": view,
        "chapters": chapters, "is_open": readiness.is_open(), "spans_of": periods.spans_of,
        "unknown": [row.name for row in view.areas if not row.n and row.state not in ("reported", "nothing")],
        "marked": [
            *((one.title, mark) for one in chapters for mark in one.marks),
            *((one.organisation, mark) for one in told for _heading, text in one.texts for mark in marks(text)),
        ],
        "told": told,
    }  # fmt: skip


@require_safe
def pictures(request: Request) -> HttpResponse:
    """The fastställda, latest first; and the drafts, for those who may read them."""
    rows = Snapshot.objects.order_by("-adopted_at").defer("tree", "shared_tree", "analysis")
    shown = [(read_period(row.period), row) for row in rows]
    drafts = []
    if request.member.sight is Sight.FULL:
        found = {row.period: row for row in Draft.objects.defer("tree", "standing_out")}
        drafts = [(period, found.get(period.label)) for period in periods.living(clock.today())]
    context = {"shown": shown, "drafts": drafts, "title_of": periods.title, "days_of": periods.days}
    return render(request, "situation/pictures.html", context)


def audience_of(request: Request) -> Audience:
    """The version that somebody gets."""
    return Audience.INTERNAL if request.member.sight is Sight.FULL else Audience.PUBLIC


@require_safe
def snapshot(request: Request, period: Period, version: int) -> HttpResponse:
    """A fastställd lägesbild."""
    audience = audience_of(request)
    row = Snapshot.objects.filter(period=period.label, version=version)
    one = row.defer("shared_tree" if audience is Audience.INTERNAL else "tree").first()
    if one is None:
        raise Http404
    tree = one.tree if audience is Audience.INTERNAL else one.shared_tree
    files = one.files.filter(audience=audience.value).defer("content").order_by("id")
    last = Snapshot.objects.filter(period=period.label).order_by("-version").values_list("version", flat=True).first()
    context = {
        "period": period, "title": periods.title(period), "days": periods.days(period), "one": one, "files": files,
        "chapters": fixed_chapters(tree), "methods": tree["methods"], "last": last,
        "is_shared": audience is Audience.PUBLIC,
    }  # fmt: skip
    return render(request, "situation/snapshot.html", context)


@require_safe
def document(request: Request, period: Period, version: int, form: str) -> HttpResponse:
    """A document as it was made then."""
    file = (
        SnapshotFile.objects.select_related(None)
        .filter(
            snapshot__period=period.label, snapshot__version=version, audience=audience_of(request).value, format=form
        )
        .first()
    )
    if file is None:
        raise Http404
    note_download(file=file, by=request.member.by, at=clock.now())
    response = HttpResponse(bytes(file.content), content_type=KINDS[form])
    name = f"lagesbild-{request.kommun.slug}-{period.label}-v{version}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
