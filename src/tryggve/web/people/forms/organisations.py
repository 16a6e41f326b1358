"""Forms about organisations and those in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from tryggve.domain.access import ROLE_NAMES, Role, role_name
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.web.core import authority
from tryggve.web.core.actions.invitations import MOST_USES
from tryggve.web.core.models import Organisation


class OrganisationForm(forms.Form):
    """An organisation: what it is called and what it is."""

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        self.organisation = organisation
        if organisation is not None:
            kwargs["initial"] = {n: getattr(organisation, n) for n in ("name", "kind", "private", "active")}
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=120)
        kinds = [(code, kind.name) for code, kind in organisation_kinds().items()]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *kinds])
        self.fields["private"] = forms.BooleanField(
            label=_("Private actor"),
            required=False,
            help_text=_("Not an authority: sees areas only, and its reports have no free text."),
        )
        if organisation is not None:
            self.fields["active"] = forms.BooleanField(
                label=_("Takes part"), required=False, help_text=_("Without this nobody in the organisation gets in.")
            )
        authority.ask(self)
        self.order_fields(["name", "kind", "private", authority.FIELD])

    def clean(self) -> dict[str, Any]:
        """An authority, or none: said in so many words where the kind seldom tells."""
        told = super().clean() or self.cleaned_data
        before = self.organisation
        known = before is not None and (before.kind, before.private) == (told.get("kind"), told.get("private"))
        return authority.check(self, told, known=known)

    def clean_name(self) -> str:
        """No two organisations with one name."""
        name: str = self.cleaned_data["name"].strip()
        others = Organisation.objects.filter(name__iexact=name)
        if self.organisation is not None:
            others = others.exclude(pk=self.organisation.pk)
        if others.exists():
            raise forms.ValidationError(_("There is already an organisation with that name."))
        return name


class LiveForm(forms.Form):
    """The decision that lets an organisation see the picture as it grows."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["ground"] = forms.CharField(
            label=_("Ground"),
            max_length=1000,
            help_text=_("Why the organisation needs it, and the law that allows it."),
            widget=forms.Textarea(attrs={"rows": "3"}),
        )
        self.fields["decision"] = forms.CharField(
            label=_("Decision"), max_length=300, help_text=_("Who decided, and the number of the decision.")
        )
        self.fields["day"] = forms.DateField(
            label=_("Date of the decision"),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        )

    def clean_day(self) -> dt.date:
        """A decision that is made, not one to come."""
        day: dt.date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("The date lies in the future."))
        return day


class StopLiveForm(forms.Form):
    """Why the live view ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = forms.CharField(label=_("Why?"), max_length=300)


class RolesForm(forms.Form):
    """What somebody is here, among the roles that the one who asks may give."""

    def __init__(self, *args: Any, givable: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = frozenset(givable)
        self.fields["roles"] = forms.MultipleChoiceField(
            label=_("Roles"),
            choices=[(str(role), role_name(role).capitalize()) for role in ROLE_NAMES if role in allowed],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_roles(self) -> list[Role]:
        """As roles."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    """An address and what its owner is to be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
        )
        if Role.COORDINATOR not in kwargs["givable"] and Role.COUNCIL in kwargs["givable"]:
            self.fields["roles"].help_text = _(
                "Coordinators and analysts read what others wrote. A coordinator lets them in."
            )
        self.order_fields(["email", "roles"])


class QrForm(forms.Form):
    """For how many, and for how long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uses"] = forms.IntegerField(
            label=_("How many reporters can use it?"), min_value=1, max_value=MOST_USES, initial=20,
            widget=forms.NumberInput(attrs={"class": "short"}),
        )  # fmt: skip
        self.fields["days"] = forms.IntegerField(
            label=_("For how many days?"), min_value=1, max_value=90, initial=14,
            widget=forms.NumberInput(attrs={"class": "short"}),
        )  # fmt: skip
