"""The forms of a municipality's settings."""

from __future__ import annotations

from typing import Any

from django import forms

from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError
from tryggve.web.core.about_views import STATUSES
from tryggve.web.core.backdrop import Backdrop
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.words import said
from tryggve.web.setup.forms import plain_message
from tryggve.web.setup.organisations import cadence_choices
from tryggve.web.setup.tiles import checked_template

_DAY = {"type": "date"}


class PlaceForm(forms.Form):
    """A known place."""

    name = forms.CharField(label=said(N_("Name")), max_length=120)
    kind = forms.CharField(label=said(N_("Kind")), max_length=60, required=False)
    x = forms.IntegerField(
        label=said(N_("East (x), metres")), widget=forms.NumberInput(attrs={"data-map-x": ""}),
        help_text=said(N_("Filled in when you choose a place on the map.")),
    )  # fmt: skip
    y = forms.IntegerField(label=said(N_("North (y), metres")), widget=forms.NumberInput(attrs={"data-map-y": ""}))
    protected = forms.BooleanField(
        label=said(N_("Protected")), required=False,
        help_text=said(N_("In no version, nor any point near it: homes for the sheltered, treatment, and the like.")),
    )  # fmt: skip
    radius = forms.IntegerField(label=said(N_("Metres around it")), initial=100, min_value=25, max_value=2000)

    def __init__(self, *arguments: Any, place: KnownPlace | None = None, **others: Any) -> None:
        super().__init__(*arguments, **others)
        self._place = place

    def clean_name(self) -> str:
        """A name that no other place has."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = KnownPlace.objects.exclude(pk=self._place.pk) if self._place else KnownPlace.objects.all()
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("There already is a place of that name."))
        return name


class BackdropForm(forms.Form):
    """Where the tiles of the map come from."""

    template = forms.CharField(
        label=said(N_("Address of the tiles")), max_length=500,
        help_text=said(N_("https, with {z}, {y} and {x} (or {TileMatrix}, {TileRow} and {TileCol}) in it.")),
    )  # fmt: skip
    attribution = forms.CharField(label=said(N_("Whose map it is")), max_length=120)
    resolutions = forms.CharField(
        label=said(N_("Metres per pixel")), max_length=400, initial="4096 2048 1024 512 256 128 64 32 16 8 4 2 1 0.5",
        help_text=said(N_("From the widest zoom, with blanks between. From the map server's description.")),
    )  # fmt: skip
    origin = forms.CharField(
        label=said(N_("Upper left corner (x y)")), max_length=60, initial="-1200000 8500000",
        help_text=said(N_("Of the whole grid of tiles, in the coordinate system of the municipality.")),
    )  # fmt: skip
    size = forms.ChoiceField(label=said(N_("Pixels of a tile")), choices=[("256", "256"), ("512", "512")])

    def clean_template(self) -> str:
        """An address that may be asked."""
        try:
            return checked_template(str(self.cleaned_data["template"]))
        except FileError as error:
            raise forms.ValidationError(plain_message(error)) from None

    def clean_resolutions(self) -> list[float]:
        """Falling numbers."""
        found = _numbers(self.cleaned_data["resolutions"])
        if not 2 <= len(found) <= 30 or any(value <= 0 for value in found) or sorted(found, reverse=True) != found:
            raise forms.ValidationError(_("Write at least two numbers, the largest first."))
        return found

    def clean_origin(self) -> list[float]:
        """Two numbers."""
        found = _numbers(self.cleaned_data["origin"])
        if len(found) != 2:
            raise forms.ValidationError(_("Write two numbers with a blank between."))
        return found

    def backdrop(self) -> Backdrop:
        """As it is kept."""
        got = self.cleaned_data
        return Backdrop(
            got["template"], got["attribution"], tuple(got["resolutions"]), tuple(got["origin"]), int(got["size"])
        )


def _numbers(text: str) -> list[float]:
    try:
        found = [float(part.replace(",", ".")) for part in text.split()]
    except ValueError:
        return []
    return [value for value in found if abs(value) < 1e9]


class PromiseForm(forms.Form):
    """One promise to report. A row without a cadence is left out."""

    cadence = forms.ChoiceField(label=said(N_("Reports")), choices=cadence_choices, required=False)
    areas = forms.CharField(
        label=said(N_("Areas")), max_length=1000, required=False,
        help_text=said(N_("Codes or names of areas with | between. Empty: the whole municipality.")),
    )  # fmt: skip
    first = forms.DateField(
        label=said(N_("From")), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), required=False
    )
    last = forms.DateField(
        label=said(N_("To, inclusive")), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), required=False
    )


class ContactForm(forms.Form):
    """Whom reporters and readers turn to."""

    function = forms.CharField(
        label=said(N_("Function")), max_length=120, required=False,
        help_text=said(N_("Such as: the safety coordinator. Not a person's name.")),
    )  # fmt: skip
    email = forms.EmailField(label=said(N_("E-mail")), required=False)
    phone = forms.CharField(label=said(N_("Telephone")), max_length=40, required=False)
    text = forms.CharField(
        label=said(N_("Words to reporters")), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AccessibilityForm(forms.Form):
    """What the municipality says of how accessible its pages are."""

    status = forms.ChoiceField(
        label=said(N_("How well the law is fulfilled")),
        choices=[(key, said(words)) for key, words in STATUSES.items()],
        widget=forms.RadioSelect, initial="unassessed",
        help_text=said(N_("That no machine finds a fault is not enough to say that all is fulfilled.")),
    )  # fmt: skip
    assessed_on = forms.DateField(
        label=said(N_("Last assessed")), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    assessed_how = forms.CharField(
        label=said(N_("How it was assessed, and by what kind of assessor")), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    shortcomings = forms.CharField(
        label=said(N_("Shortcomings of your own: texts, colours, files")), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=said(N_("What, what is done about it, and by when. Those of Tryggve stand there already.")),
    )  # fmt: skip
    other_way = forms.CharField(
        label=said(N_("How one reports or gets the content in another way")), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean_assessed_on(self) -> str:
        """The day as it is kept."""
        found = self.cleaned_data["assessed_on"]
        return found.isoformat() if found else ""


class LogForm(forms.Form):
    """Which events of the log are shown."""

    action = forms.CharField(label=said(N_("What")), required=False, max_length=40)
    by = forms.CharField(label=said(N_("Who")), required=False, max_length=120)
    first = forms.DateField(
        label=said(N_("From")), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=said(N_("To, inclusive")), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
