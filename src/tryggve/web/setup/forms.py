"""The forms of the set-up: one for each step."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError
from tryggve.ingest.profile_toml import is_zone
from tryggve.ingest.project import check_working_crs
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import authority
from tryggve.web.core.converter import RESERVED
from tryggve.web.core.municipal import SLUG
from tryggve.web.core.words import said
from tryggve.web.setup.organisations import cadence_choices, kind_choices


def slug_of(name: str) -> str:
    """An address for a name: `Norra kommunen` → `norra`; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(r"s?\s*kommun$", "", plain.strip()) or plain)
    return "-".join(words).lstrip("0123456789-")[:40].strip("-")


def plain_message(error: FileError) -> str:
    """What a file or a value was refused for, and what to do."""
    return f"{error.what} {error.how}".strip()


class MunicipalityForm(forms.Form):
    """Which municipality."""

    name = forms.CharField(
        label=said(N_("Name of the municipality")), max_length=80,
        help_text=said(N_("As it is to stand on lägesbilder, such as Exempelkommunen.")),
    )  # fmt: skip
    slug = forms.CharField(
        label=said(N_("Address")), max_length=40, required=False,
        help_text=said(N_("The part of the address that is the municipality's own. Empty: made from the name.")),
    )  # fmt: skip
    zone = forms.CharField(label=said(N_("Time zone")), max_length=60, initial="Europe/Stockholm")
    crs = forms.CharField(
        label=said(N_("Coordinate system")), max_length=20, initial="EPSG:3006",
        help_text=said(N_("EPSG:3006 (SWEREF 99 TM) fits all of Sweden. It cannot be changed later.")),
    )  # fmt: skip

    def clean_name(self) -> str:
        """A name that no other has."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if Municipality.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There already is a municipality of that name here."))
        return name

    def clean_zone(self) -> str:
        """A time zone that there is."""
        zone = str(self.cleaned_data["zone"]).strip()
        if not is_zone(zone):
            raise forms.ValidationError(_("Write the name of a time zone, for example Europe/Stockholm."))
        return zone

    def clean_crs(self) -> str:
        """A system in metres."""
        try:
            return check_working_crs(str(self.cleaned_data["crs"]).strip().upper())
        except FileError as error:
            raise forms.ValidationError(plain_message(error)) from None

    def clean(self) -> dict[str, Any]:
        """The address, made from the name where none was given."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        slug = str(found.get("slug") or slug_of(str(found.get("name", ""))))
        if "name" in found:
            if not SLUG.fullmatch(slug) or slug in RESERVED:
                self.add_error("slug", _("Use 3 to 40 small letters a–z, digits and hyphens, a letter first."))
            elif Municipality.objects.filter(slug=slug).exists():
                self.add_error("slug", _("The address is taken. Choose another."))
        return found | {"slug": slug}


class AreasForm(forms.Form):
    """A file with the areas of the municipality."""

    file = forms.FileField(
        label=said(N_("Areas file")), required=False,
        help_text=said(N_("GeoJSON, at most 20 MB. Each area needs the properties kod and namn and a polygon.")),
    )  # fmt: skip
    level = forms.CharField(
        label=said(N_("Level")), max_length=40, required=False,
        help_text=said(N_("What the areas are called, such as stadsdel, where the file does not say.")),
    )  # fmt: skip
    vintage = forms.CharField(label=said(N_("Vintage")), max_length=10, required=False)


class OrganisationForm(forms.Form):
    """An organisation that takes part."""

    name = forms.CharField(label=said(N_("Organisation")), max_length=120)
    kind = forms.ChoiceField(label=said(N_("Kind")), choices=kind_choices)
    private = forms.BooleanField(
        label=said(N_("Is not an authority")), required=False,
        help_text=said(N_("Companies, associations, guards: see areas only and write no free text.")),
    )  # fmt: skip
    cadence = forms.ChoiceField(label=said(N_("Reports")), choices=cadence_choices, required=False, initial="weekly")
    areas = forms.CharField(
        label=said(N_("Areas")), max_length=1000, required=False,
        help_text=said(N_("Codes or names of areas with | between. Empty: the whole municipality.")),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authority.ask(self)
        self.order_fields(["name", "kind", "private", authority.FIELD])

    def clean(self) -> dict[str, Any]:
        """An authority, or none: said in so many words where the kind seldom tells."""
        return authority.check(self, super().clean() or self.cleaned_data)


class OrganisationsForm(forms.Form):
    """A list of organisations."""

    text = forms.CharField(
        label=said(N_("Paste the list")), required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=said(N_("Headings in the first row: organisation; organisationstyp; omraden; fran; till; takt.")),
    )  # fmt: skip
    file = forms.FileField(label=said(N_("or choose a file (CSV or Excel)")), required=False)

    def content(self) -> bytes:
        """What was sent, whichever way."""
        sent = self.cleaned_data.get("file")
        return bytes(sent.read()) if sent else str(self.cleaned_data.get("text", "")).encode()


class CoordinatorForm(forms.Form):
    """The first coordinator, who lets all others in."""

    name = forms.CharField(label=said(N_("Name")), max_length=120)
    email = forms.EmailField(label=said(N_("E-mail")), max_length=150)
    organisation = forms.CharField(
        label=said(N_("Organisation")), max_length=120,
        help_text=said(N_("The unit in the municipality that the coordinator belongs to.")),
    )  # fmt: skip
    password = forms.CharField(
        label=said(N_("Password")), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=said(N_("At least 12 characters. Not needed for somebody who has an account here already.")),
    )  # fmt: skip

    def __init__(self, *arguments: Any, has_password: bool = False, **others: Any) -> None:
        super().__init__(*arguments, **others)
        self._has_password = has_password

    def clean_email(self) -> str:
        """As it is kept."""
        return str(self.cleaned_data["email"]).casefold()

    def clean(self) -> dict[str, Any]:
        """A password for whoever has none."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if known_account(str(found.get("email", ""))) is not None:
            return found | {"password": ""}
        if found.get("password"):
            try:
                validate_password(found["password"])
            except forms.ValidationError as error:
                self.add_error("password", error)
        elif not self._has_password:
            self.add_error("password", _("Choose a password of at least 12 characters."))
        return found


class CadenceForm(forms.Form):
    """How often a lägesbild is made."""

    cadence = forms.ChoiceField(
        label=said(N_("The lägesbild is made")), widget=forms.RadioSelect, initial="weekly",
        choices=lambda: [(code, words) for code, words in cadence_choices() if code],
    )  # fmt: skip
    tertial = forms.BooleanField(label=said(N_("also for four months at a time (tertial)")), required=False)
    year = forms.BooleanField(label=said(N_("also for the whole year")), required=False, initial=True)


def known_account(email: str) -> Account | None:
    """The account that has an address."""
    return Account.objects.filter(email__iexact=email).first() if email else None
