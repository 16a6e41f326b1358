"""The forms of the inbox: hold back, ask, correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone

from tryggve.domain.category import categories
from tryggve.domain.language import N_, _
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import SaidTime, at_moment, between
from tryggve.store.database.models import Incident
from tryggve.web.core.models import KnownPlace
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.offered import Offered
from tryggve.web.incidents.places import Chosen, PlaceError, place_of

REASONS: tuple[str, ...] = (
    N_("personal data in the text"),
    N_("place or time is unclear"),
    N_("does not belong in EST"),
    N_("may not have happened"),
)
"""Why a report may wait, in words."""

MOST_SIGNS = 500
_PLAIN = ("category", "severity")


def _clock() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ReasonForm(forms.Form):
    """Why a report is held back: one of the usual reasons, own words, or both."""

    reason = forms.ChoiceField(required=False, choices=[("", ""), *((one, one) for one in REASONS)])
    words = forms.CharField(required=False, max_length=MOST_SIGNS)

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        reason, words = self.cleaned_data.get("reason", ""), self.cleaned_data.get("words", "")
        if not reason and not words and not self.errors:
            raise forms.ValidationError(_("Choose a reason, or write one."))
        return {"reason": _(reason) if reason else "", "words": words}


class CorrectForm(forms.Form):
    """What a report is to say instead. What is not filled in stays as it is."""

    category = forms.ChoiceField(required=False)
    severity = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    first = forms.DateTimeField(required=False, widget=_clock())
    last = forms.DateTimeField(required=False, widget=_clock())
    known = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    area = forms.ChoiceField(required=False)
    x = forms.IntegerField(required=False, widget=forms.HiddenInput)
    y = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(required=False, max_length=MOST_SIGNS)

    def __init__(self, data: Mapping[str, Any] | None, *, ground: Ground, incident: Incident, offer: Offered) -> None:
        super().__init__(data, initial=_initial(incident, ground))
        self.ground = ground
        self._choose(incident, offer.area_choices, offer.known_choices)

    def _choose(self, incident: Incident, areas: list[Any], known: list[Any]) -> None:
        codes = [one for one in categories().values() if one.source == "EST" or one.code == incident.category]
        own: dict[str, tuple[str, list[Any]]] = {
            "category": (_("What happened"), [("", ""), *((one.code, one.name.capitalize()) for one in codes)]),
            "severity": (_("Severity"), [("0", _("not stated")), *((str(n), str(n)) for n in range(1, 6))]),
            "known": (_("Known place"), known),
            "area": (_("Area"), areas),
        }
        for name, (label, choices) in own.items():
            field: Any = self.fields[name]
            field.label, field.choices = label, choices
        self.fields["first"].label = _("Happened at the earliest")
        self.fields["last"].label = _("Happened at the latest")
        self.fields["why"].label = _("Why")
        self.fields["why"].help_text = _("Goes into the log for good: no names.")

    def clean(self) -> dict[str, Any]:
        """What is to be otherwise, as the store takes it."""
        changed = [name for name in self.changed_data if name in self.data]
        said = self.cleaned_data
        values: dict[str, Any] = {name: said[name] for name in _PLAIN if name in changed and said.get(name) is not None}
        if {"first", "last"} & set(changed) and not self.errors:
            values["time"] = self._time()
        if {"known", "area", "x"} & set(changed) and not self.errors:
            values["place"] = self._place()
        if not values and not self.errors:
            raise forms.ValidationError(_("Nothing is otherwise than before."))
        return {"values": values, "why": said.get("why", "")}

    def _time(self) -> SaidTime | None:
        zone = self.ground.zone
        first, last = (one and one.replace(tzinfo=zone) for one in map(self.cleaned_data.get, ("first", "last")))
        if first is None:
            self.add_error("first", _("Say when it happened."))
            return None
        try:
            return at_moment(first, zone) if last in (None, first) else between(first, last, zone)
        except ValueError:
            self.add_error("last", _("It ends before it begins."))
            return None

    def _place(self) -> SaidPlace | None:
        said = self.cleaned_data
        known = KnownPlace.objects.filter(pk=said.get("known") or 0).first()
        spot = (said.get("x"), said.get("y")) if known is None and said.get("y") is not None else (None, None)
        chosen = Chosen(x=spot[0], y=spot[1], known=known, area=said.get("area") or "")
        try:
            return place_of(self.ground, chosen, KnownPlace.objects.filter(protected=True))
        except PlaceError as fault:
            self.add_error(None, str(fault))
            return None


def _initial(incident: Incident, ground: Ground) -> dict[str, Any]:
    """As the form shows it: wall clock of the municipality, whole minutes."""
    first, last = (
        dt.datetime.fromtimestamp(second, ground.zone).replace(second=0, tzinfo=get_current_timezone())
        for second in (incident.start_s, incident.end_s)
    )
    return {"category": incident.category, "severity": incident.severity, "first": first, "last": last}
