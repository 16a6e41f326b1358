"""What each step of the set-up does with what was sent: None when it is done, else what its page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from tryggve.domain.area import AreaRegister
from tryggve.domain.row_error import FileError
from tryggve.web.setup import waiting
from tryggve.web.setup.answers import Answers
from tryggve.web.setup.areas import Sent, digest, drawing, read_sent
from tryggve.web.setup.forms import (
    AreasForm,
    CadenceForm,
    CoordinatorForm,
    MunicipalityForm,
    OrganisationForm,
    OrganisationsForm,
    known_account,
    plain_message,
)
from tryggve.web.setup.organisations import (
    Wanted,
    as_said_before,
    cadence_choices,
    kind_choices,
    reporters_of,
    said_of,
    unsaid_in,
    wanted_of,
)

Shown = dict[str, Any] | HttpResponse | None
Handler = Callable[[HttpRequest, Answers], Shown]


def municipality(request: HttpRequest, answers: Answers) -> Shown:
    """Name, address, time zone, coordinate system."""
    return _simple(request, answers, "kommun", MunicipalityForm)


def cadence(request: HttpRequest, answers: Answers) -> Shown:
    """How often the lägesbild is made."""
    return _simple(request, answers, "takt", CadenceForm)


def _simple(request: HttpRequest, answers: Answers, step: str, kind: type[forms.Form]) -> Shown:
    form = kind(request.POST) if request.method == "POST" else kind(initial=answers.said(step))
    if request.method == "POST" and form.is_valid():
        answers.say(step, form.cleaned_data)
        return None
    return {"form": form, "wrong": bool(form.errors)}


def areas(request: HttpRequest, answers: Answers) -> Shown:
    """A file is sent and shown before one goes on; or the step is passed over."""
    said = answers.said("omraden")
    if request.method != "POST":
        return _areas_page(AreasForm(initial=said), answers)
    if request.POST.get("do") == "skip":
        answers.say("omraden", {})
        return None
    form = AreasForm(request.POST, request.FILES)
    sent = request.FILES.get("file")
    if sent is None and request.POST.get("do") == "next" and said.get("kept"):
        return None
    if not form.is_valid() or sent is None:
        form.add_error("file", forms.Field.default_error_messages["required"])
        return _areas_page(form, answers)
    content = sent.read()
    try:
        read_sent(content, str(sent.name), **_how(form.cleaned_data, answers))
    except FileError as error:
        form.add_error("file", plain_message(error))
        return _areas_page(form, answers)
    answers.drop_file()
    told = {"name": str(sent.name), "sha256": digest(content), "kept": waiting.keep(content)}
    answers.say("omraden", told | {name: form.cleaned_data[name] for name in ("level", "vintage")})
    return redirect("setup_step", step="omraden")


def _how(said: Mapping[str, Any], answers: Answers) -> dict[str, str]:
    """How an areas file is read."""
    return {"crs": answers.said("kommun")["crs"], "level": said.get("level", ""), "vintage": said.get("vintage", "")}


def sent_of(answers: Answers) -> Sent | None:
    """The areas file that was sent, read again; None where there is none. FileError where it no longer fits."""
    file, said = answers.file(), answers.said("omraden")
    return None if file is None else read_sent(file.read_bytes(), said["name"], **_how(said, answers))


def register_of_answers(answers: Answers) -> AreaRegister | None:
    """The areas that were sent, where there are any that fit."""
    try:
        sent = sent_of(answers)
    except FileError:
        return None
    return sent.register if sent else None


def _areas_page(form: AreasForm, answers: Answers) -> dict[str, Any]:
    try:
        sent = sent_of(answers)
    except FileError as error:
        return {"form": form, "wrong": True, "refused": plain_message(error)}
    picture = drawing(sent.register) if sent else None
    return {"form": form, "wrong": bool(form.errors), "sent": sent, "drawing": picture}


def organisations(request: HttpRequest, answers: Answers) -> Shown:
    """Organisations one by one, or as a list; each can be taken away again."""
    wanted = wanted_in(answers)
    one, many, errors, refused = OrganisationForm(), OrganisationsForm(), (), False
    if request.method == "POST":
        asked = request.POST.get("do", "")
        what, _dash, number = asked.partition("-")
        refused = asked == "next" and bool(unsaid_in(wanted))
        if asked == "next" and not refused:
            answers.say("organisationer", {"list": [each.plain() for each in wanted]})
            return None
        if what == "remove":
            wanted = [each for i, each in enumerate(wanted) if str(i) != number]
        elif what in ("authority", "private"):
            wanted = said_of(wanted, number, authority=what == "authority")
        elif asked == "one":
            one = OrganisationForm(request.POST)
            wanted = _with_one(one, wanted, answers)
        elif asked != "next":
            many = OrganisationsForm(request.POST, request.FILES)
            wanted, errors = _with_list(many, wanted, answers)
        _keep(answers, wanted)
        if not one.errors and not many.errors and not errors and not refused:
            return redirect("setup_step", step="organisationer")
    return {
        "one": one, "many": many, "wanted": wanted, "errors": errors, "kinds": dict(kind_choices()),
        "cadences": dict(cadence_choices()), "unsaid": unsaid_in(wanted), "refused": refused,
        "wrong": bool(one.errors or many.errors or errors or refused),
    }  # fmt: skip


def wanted_in(answers: Answers) -> list[Wanted]:
    """The organisations so far."""
    rows = answers.said("organisationer").get("list") or answers.said("listan").get("list", [])
    return [Wanted(**row) for row in rows]


def _keep(answers: Answers, wanted: list[Wanted]) -> None:
    """Keep the list; the step itself is done only when one goes on."""
    plain = {"list": [each.plain() for each in wanted]}
    answers.say("organisationer" if answers.has("organisationer") else "listan", plain)


def _with_one(form: OrganisationForm, wanted: list[Wanted], answers: Answers) -> list[Wanted]:
    if not form.is_valid():
        return wanted
    said = form.cleaned_data
    name = " ".join(said["name"].split())
    added = Wanted(name, said["kind"], said["private"], said["cadence"], said["areas"].strip())
    _promises, errors = reporters_of([added], register_of_answers(answers), timezone.now().date())
    for error in errors:
        form.add_error("areas", f"{error.what} {error.how}")
    return wanted if errors else [*(each for each in wanted if each.name != name), added]


def _with_list(form: OrganisationsForm, wanted: list[Wanted], answers: Answers) -> tuple[list[Wanted], tuple[Any, ...]]:
    if not form.is_valid():
        return wanted, ()
    try:
        added, errors = wanted_of(form.content(), register_of_answers(answers))
    except FileError as error:
        form.add_error("text", plain_message(error))
        return wanted, ()
    added, names = as_said_before(added, wanted), {each.name for each in added}
    return [*(each for each in wanted if each.name not in names), *added], errors


def coordinator(request: HttpRequest, answers: Answers) -> Shown:
    """Who comes in first. Of the password only what it was made into is kept."""
    said = answers.said("samordnare")
    if request.method != "POST":
        return {"form": CoordinatorForm(initial=said, has_password=bool(said.get("digest"))), "wrong": False}
    form = CoordinatorForm(request.POST, has_password=bool(said.get("digest")))
    if not form.is_valid():
        return {"form": form, "wrong": True}
    found = {name: form.cleaned_data[name] for name in ("name", "email", "organisation")}
    password = form.cleaned_data["password"]
    known = known_account(found["email"]) is not None
    digest_of = "" if known else make_password(password) if password else said.get("digest", "")
    answers.say("samordnare", found | {"digest": digest_of, "known": known})
    return None


HANDLERS: Mapping[str, Handler] = {
    "kommun": municipality,
    "omraden": areas,
    "organisationer": organisations,
    "samordnare": coordinator,
    "takt": cadence,
}
"""Step → what handles it."""
