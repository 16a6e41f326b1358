"""The report form: the same for a page, for a script and for what waited on a phone without network."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from tryggve.domain.incident import Observation
from tryggve.domain.language import N_, _
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import SaidTime
from tryggve.ingest.project import LONLAT, move
from tryggve.web.core.member import Member
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.screening import Looked, look
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.offered import Offered
from tryggve.web.incidents.places import WHOLE, Chosen, PlaceError, place_of
from tryggve.web.incidents.times import TimeFaultError, When, time_of, written_at

MOST_SIGNS = 2000
MOST_M = 2**30
"""No coordinate of a place lies further out."""

WHEN = {When.NOW: N_("Now"), When.EARLIER: N_("Earlier today"), When.BETWEEN: N_("Between two times")}
SEVERITY = {
    1: N_("A nuisance: mended in the daily work, nobody affected for long"),
    2: N_("People change route or leave; minor damage"),
    3: N_("Somebody threatened or slightly hurt, costly damage, or a place that keeps coming back"),
    4: N_("Violence, arson, open dealing: the public in danger or staff withdraw"),
    5: N_("Acute danger to life: 112 first, report afterwards"),
}
OBSERVED = {Observation.OWN: N_("I saw it myself"), Observation.SECOND_HAND: N_("I was told")}
REPEATED = {"new": N_("New"), "again": N_("It has happened here before")}
DONE = {
    "nothing": N_("Nothing yet"),
    "spoke": N_("Spoke with those who were there"),
    "mended": N_("Cleaned or mended"),
    "fault": N_("Reported to whoever mends it"),
    "guards": N_("Guards called"),
    "police": N_("Police called"),
    "other": N_("Something else"),
}


def _choices(table: dict[Any, str]) -> list[tuple[str, str]]:
    return [(str(int(key)) if isinstance(key, int) else str(key), _(words)) for key, words in table.items()]


class WallClockField(forms.DateTimeField):
    """What a clock on the wall shows, also in the hour that comes twice or never; its zone is that of the place."""

    def to_python(self, value: Any) -> dt.datetime | None:
        """The time as it was written, in UTC for want of a zone."""
        with timezone.override(dt.UTC):
            found: dt.datetime | None = super().to_python(value)
            return found


class ReportForm(forms.Form):
    """One report. After `is_valid`, `place` and `time` hold what was found, `looked` what was seen in the text."""

    place: SaidPlace
    time: SaidTime
    looked = Looked()

    id = forms.UUIDField(widget=forms.HiddenInput)
    category = forms.ChoiceField(widget=forms.RadioSelect)
    x = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=-MOST_M, max_value=MOST_M)
    y = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=-MOST_M, max_value=MOST_M)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    accuracy = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=10**8)
    known = forms.IntegerField(required=False, widget=forms.Select)
    area = forms.CharField(required=False, widget=forms.Select, max_length=80)
    when = forms.ChoiceField(widget=forms.RadioSelect, initial=When.NOW)
    clock = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time", "class": "short"}))
    first = WallClockField(required=False)
    last = WallClockField(required=False)
    written = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    severity = forms.TypedChoiceField(required=False, widget=forms.RadioSelect, coerce=int, empty_value=None)
    observed = forms.TypedChoiceField(required=False, widget=forms.RadioSelect, coerce=int, empty_value=None)
    repeated = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    n = forms.IntegerField(required=False, min_value=1, max_value=99)
    done = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(required=False, max_length=MOST_SIGNS, widget=forms.Textarea(attrs={"rows": 4}))
    anyway = forms.BooleanField(required=False)
    same = forms.ChoiceField(required=False, choices=[("", ""), ("yes", "yes"), ("no", "no")])
    queued = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, member: Member, ground: Ground, offer: Offered, now: dt.datetime, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.ground, self.now, self.private = ground, now, member.organisation.private
        self.offer = offer
        if self.private:
            for name in ("text", "anyway", "known", "x", "y", "lat", "lon", "accuracy"):
                del self.fields[name]
        _label(self.fields, offer)

    def clean_known(self) -> KnownPlace | None:
        """The place, also one that has become protected since the form was opened."""
        number = self.cleaned_data["known"]
        if number is None:
            return None
        found = KnownPlace.objects.filter(pk=number).first()
        if found is None:
            raise forms.ValidationError(_("The place is no longer in the list. Choose another."))
        return found

    def clean_area(self) -> str:
        """The code of an area of the municipality."""
        code = str(self.cleaned_data["area"])
        if code and code != WHOLE and code not in self.ground.codes:
            raise forms.ValidationError(_("The area is no longer in the list. Choose another."))
        return code

    def clean_text(self) -> str:
        """Personnummer are never taken in."""
        text = str(self.cleaned_data["text"]).strip()
        self.looked = look(text)
        if any(mark.hard for mark in self.looked.marks):
            raise forms.ValidationError(_("There is a personal identity number in the text. Take it away."), "hard")
        return text

    def clean(self) -> dict[str, Any]:
        """Find place and time; each fault stands at its own field."""
        data = super().clean() or self.cleaned_data
        self._find_time(data)
        if not {"known", "area", "x", "y", "lat", "lon", "accuracy"} & set(self.errors):
            self._find_place(data)
        return data

    def _find_time(self, data: dict[str, Any]) -> None:
        if {"when", "clock", "first", "last"} & set(self.errors):
            return
        zone = self.ground.zone
        first, last = (data[name] and data[name].replace(tzinfo=zone) for name in ("first", "last"))
        try:
            written = written_at(data.get("written", ""), self.now)
            self.time = time_of(data["when"], clock=data["clock"], first=first, last=last, written=written, zone=zone)
        except TimeFaultError as fault:
            self.add_error(fault.field, str(fault))

    def _find_place(self, data: dict[str, Any]) -> None:
        x, y = _metres(data, self.ground.crs)
        chosen = Chosen(x, y, data.get("accuracy"), None if x is not None else data.get("known"), data["area"])
        if not chosen.is_anything:
            self.add_error("area", _("Choose where it happened."))
            return
        protected = list(KnownPlace.objects.filter(protected=True))
        try:
            self.place = place_of(self.ground, chosen, protected, area_only=self.private)
        except PlaceError as fault:
            self.add_error("area", str(fault))


def _metres(data: dict[str, Any], crs: str) -> tuple[int | None, int | None]:
    """Metres as sent, or out of degrees."""
    x, y, lat, lon = (data.get(name) for name in ("x", "y", "lat", "lon"))
    if x is not None and y is not None:
        return x, y
    if lat is None or lon is None:
        return None, None
    east, north, ok = move([lon], [lat], LONLAT, crs)
    return (round(float(east[0])), round(float(north[0]))) if ok[0] else (None, None)


def _label(fields: dict[str, forms.Field], offer: Offered) -> None:
    """Words and choices in the language of the request."""
    words = {
        "category": _("What happened?"), "known": _("Known place"), "area": _("Area"), "when": _("When did it happen?"),
        "clock": _("About what time"), "first": _("From"), "last": _("To"), "severity": _("How serious is it?"),
        "observed": _("How do you know?"), "repeated": _("New, or again?"), "n": _("How many times?"),
        "done": _("What has been done?"), "text": _("More in words"),
    }  # fmt: skip
    choices: dict[str, Any] = {
        "category": [(one.code, one.name.capitalize()) for one in offer.kinds],
        "when": _choices(WHEN), "severity": _choices(SEVERITY), "observed": _choices(OBSERVED),
        "repeated": _choices(REPEATED), "done": _choices(DONE),
    }  # fmt: skip
    missing = {"category": _("Choose what happened."), "when": _("Choose when it happened.")}
    for name, field in fields.items():
        field.label = words.get(name, "")
        if isinstance(field, forms.ChoiceField) and name in choices:
            field.choices = choices[name]
        if name in missing:
            field.error_messages = {"required": missing[name], "invalid_choice": missing[name]}
    for name, listed in (("known", lambda: offer.known_choices), ("area", lambda: offer.area_choices)):
        if name in fields:
            fields[name].widget.choices = listed
    for name in ("first", "last"):
        fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
