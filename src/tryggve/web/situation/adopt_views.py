"""The step that fixes a lägesbild: what it holds, what is not known and not done, and then the step itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tryggve.domain.language import N_, _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError
from tryggve.reports.tree import Audience
from tryggve.web.core import clock, readiness
from tryggve.web.core.hooks_of_picture import Told, not_done
from tryggve.web.core.member import Request
from tryggve.web.core.posted import posted
from tryggve.web.core.words import said
from tryggve.web.situation import periods
from tryggve.web.situation.actions import making
from tryggve.web.situation.actions.adopting import Adoption, next_version
from tryggve.web.situation.actions.drafts import is_fresh
from tryggve.web.situation.chapters import Chapter, chapters_of
from tryggve.web.situation.handing import REACH, Sign, names, signs, usual, widest
from tryggve.web.situation.models import Draft, Making, Snapshot
from tryggve.web.situation.seen import seen
from tryggve.web.situation.told import digest_of, told_in

_TO = {
    Audience.INTERNAL: N_("only those who read reports"),
    Audience.SHARED: N_("those who read reports, and the authorities of the group"),
    Audience.AREA: N_("all of them, private organisations and councils too"),
}
"""Version → who gets a text that goes so far."""


@dataclass(frozen=True)
class Written:
    """A chapter with a text, and what in it points at somebody."""

    chapter: Chapter
    signs: tuple[Sign, ...]

    @property
    def name(self) -> str:
        """Of its field."""
        return f"to_{self.chapter.key}"


class AdoptForm(forms.Form):
    """What was looked at, draft and texts and its version; how far each text goes; and what has to be said."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    texts = forms.CharField(widget=forms.HiddenInput)
    told = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=said(N_("Why a new version")), max_length=500, required=False)
    sure = forms.BooleanField(label=said(N_("I have read the draft, and no text points at a person")))

    def __init__(self, *args: Any, written: Sequence[Written] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in written:
            self.fields[one.name] = _reach_field(one)
        self.fields["why"].needed = True  # type: ignore[attr-defined]
        self.written = written
        self.order_fields([*(one.name for one in written), "why", "sure"])

    def reach(self) -> dict[str, str]:
        """Chapter → the widest version that holds its text."""
        told = ((one, str(self.cleaned_data.get(one.name) or "")) for one in self.written)
        return {one.chapter.key: chosen or usual(one.signs).value for one, chosen in told}


def _reach_field(one: Written) -> forms.ChoiceField:
    most = widest(one.signs)
    why = [sign for sign in one.signs if sign.widest == most]
    field = forms.ChoiceField(
        label=_("Who gets our assessment of {chapter}").format(chapter=one.chapter.title),
        choices=[(to.value, _(_TO[to])) for to in REACH[: REACH.index(most) + 1]],
        initial=usual(one.signs).value,
        required=False,
        help_text=_("No further, because of: {words}.").format(words=", ".join(sign.words for sign in why))
        if most != REACH[-1]
        else "",
    )
    field.needed = True  # type: ignore[attr-defined]
    return field


@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: Request, period: Period) -> HttpResponse:
    """What is fastställd, what is not known and not done; confirmed, the worker makes it."""
    if (going := making.going_on(making.ADOPT, period)) is not None:
        return _to(request, period, going)
    draft = Draft.objects.filter(period=period.label).first()
    if draft is None:
        return redirect("picture", kommun=request.kommun.slug, period=period)
    chapters, told, version = chapters_of(draft.tree, period.label), told_in(period), next_version(period)
    now = {
        "fingerprint": draft.fingerprint, "texts": mark_of(chapters), "told": digest_of(told), "version": version,
    }  # fmt: skip
    written = written_in(chapters)
    form = AdoptForm(posted(request), initial=now, written=written)
    if version == 1:
        del form.fields["why"]
    if form.is_valid():
        if (answer := _overtaken(request, period, form, now, chapters)) is not None:
            return answer
        if (asked := _asked(request, period, form, chapters, told)) is not None:
            return _to(request, period, asked)
    context = _ground(request, period, draft, chapters, told) | {
        "form": form, "earlier": version - 1, "marked": _marked(written, told),
    }  # fmt: skip
    return render(request, "situation/adopt.html", context, status=422 if form.errors else 200)


def written_in(chapters: list[Chapter]) -> list[Written]:
    """The chapters that have a text."""
    known = names()
    return [Written(one, signs(one.text, known)) for one in chapters if one.text.strip()]


def _marked(written: list[Written], told: list[Told]) -> list[tuple[str, Sign]]:
    """Chapter or organisation, and what in its text points at somebody."""
    used, known = [one for one in told if one.used], names()
    return [
        *((one.chapter.title, sign) for one in written for sign in one.signs),
        *((one.organisation, sign) for one in used for _heading, text in one.texts for sign in signs(text, known)),
    ]


def mark_of(chapters: list[Chapter]) -> str:
    """Which versions of which texts somebody has before them."""
    told = ",".join(f"{one.key}:{one.version}" for one in chapters)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _to(request: Request, period: Period, asked: Making) -> HttpResponse:
    return redirect("picture_making", kommun=request.kommun.slug, period=period, pk=asked.pk)


def _overtaken(
    request: Request, period: Period, form: AdoptForm, now: dict[str, Any], chapters: list[Chapter]
) -> HttpResponse | None:  # fmt: skip
    """Where what was confirmed is not what there is now: said, and asked anew. None where it is."""
    was = form.cleaned_data
    if was["version"] != now["version"]:
        last = Snapshot.objects.filter(period=period.label).order_by("-version").only("version", "adopted_by").first()
        if last is not None:
            messages.info(request, _("{by} has just adopted this lägesbild.").format(by=last.adopted_by))
            return redirect("snapshot", kommun=request.kommun.slug, period=period, version=last.version)
    if was["fingerprint"] != now["fingerprint"]:
        why = _("Reports have come since the draft you read. It is made anew: read it again.")
    elif was["told"] != now["told"]:
        why = _("What organisations have told has changed since the draft you read. Read it again.")
    elif was["texts"] != now["texts"]:
        why = _written_since(chapters)
    else:
        return None
    messages.warning(request, why)
    return redirect("picture_adopt", kommun=request.kommun.slug, period=period)


def _written_since(chapters: list[Chapter]) -> str:
    written = [(one.at, one) for one in chapters if one.at is not None]
    last = max(written, key=lambda pair: pair[0])[1]
    told = _("{by} has written in {chapter} since you opened the page. Nothing was adopted: read it again.")
    return told.format(by=last.by, chapter=last.title)


def _asked(
    request: Request, period: Period, form: AdoptForm, chapters: list[Chapter], told: list[Told]
) -> Making | None:  # fmt: skip
    """The row that the worker goes by, or None with the reason among the form's errors."""
    view, was = seen(request, period).view, form.cleaned_data
    coverage = {"expected": view.expected, "received": view.received, "unknown": unknown_of(view)}
    banner = _("{name} is invented. Nothing here has happened.") if request.kommun.is_example else ""
    adoption = Adoption(
        period, was["version"], was["fingerprint"], {one.key: one.text for one in chapters if one.text.strip()},
        coverage, was.get("why", ""), banner.format(name=request.kommun.name), told, form.reach(),
    )  # fmt: skip
    link = request.build_absolute_uri(reverse("pictures", kwargs={"kommun": request.kommun.slug}))
    try:
        return making.ask_to_adopt(
            adoption=adoption, link=link, by=request.member.by, today=clock.today(), at=clock.now()
        )
    except FileError as error:
        form.add_error(None, str(error))
    return None


def unknown_of(view: Any) -> list[str]:
    """The areas without word."""
    return [row.name for row in view.areas if not row.n and row.state not in ("reported", "nothing")]


def _ground(
    request: Request, period: Period, draft: Draft, chapters: list[Chapter], told: list[Told]
) -> dict[str, Any]:  # fmt: skip
    view, used = seen(request, period).view, [one for one in told if one.used]
    return {
        "period": period, "title": periods.title(period), "days": periods.days(period), "draft": draft, "view": view,
        "chapters": chapters, "is_open": readiness.is_open(), "spans_of": periods.spans_of, "unknown": unknown_of(view),
        "told": used, "fresh": is_fresh(period, clock.today()),
        "not_done": [line for lines in not_done(period, request.member) for line in lines],
    }  # fmt: skip
