"""Forms of a round: which area and who judges, the questions of a group, and what is asked before something stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from tryggve.domain.access import role_name
from tryggve.domain.early_signs import HIGHEST_LIMIT, LOWEST_LIMIT, Sign, SignGroup, sign_name
from tryggve.domain.language import N_, _
from tryggve.reports.numbers import decimal
from tryggve.web.areas.actions.rating import SaidOf
from tryggve.web.areas.actions.rounds import RoundFacts, may_rate
from tryggve.web.areas.area_choices import areas_here, grouped
from tryggve.web.areas.models import Said
from tryggve.web.core.models import Membership
from tryggve.web.core.posted import tidy
from tryggve.web.core.screened_form import ScreenedForm
from tryggve.web.core.words import said

LONGEST = 2000
"""So many signs of what an answer rests on."""

SIGN, TEXT = "sign_", "text_"
"""How the fields of a question begin; the rest is its id."""


class Written(forms.CharField):
    """A text in own words, without signs that nobody can write."""

    def to_python(self, value: Any) -> Any:
        """As it is kept."""
        return super().to_python(tidy(value) if isinstance(value, str) else value)


class RoundForm(forms.Form):
    """A round that is begun."""

    area = forms.ChoiceField(label=said(N_("Area")))
    day = forms.DateField(
        label=said(N_("Day")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=said(N_("The day that the answers speak of")),
    )  # fmt: skip
    first = forms.ChoiceField(
        label=said(N_("First rater")),
        help_text=said(
            N_("The two come from two organisations, or have two roles. Neither sees what the other answers.")
        ),
    )
    second = forms.ChoiceField(label=said(N_("Second rater")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Membership.objects.select_related("organisation").exclude(name="").order_by("organisation__name", "name")
        self._members = {str(one.pk): one for one in rows if may_rate(one)}
        people = [("", _("Choose")), *((key, _member_words(one)) for key, one in self._members.items())]
        self.fields["area"].choices = [("", _("Choose")), *grouped()]  # type: ignore[attr-defined]
        for name in ("first", "second"):
            self.fields[name].choices = people  # type: ignore[attr-defined]

    @property
    def facts(self) -> RoundFacts:
        """What the form says, once it is valid."""
        told = self.cleaned_data
        raters = self._members[told["first"]], self._members[told["second"]]
        return RoundFacts(areas_here()[told["area"]], told["day"], raters)


def _member_words(one: Membership) -> str:
    roles = ", ".join(role_name(role) for role in sorted(one.role_set))
    return f"{one.organisation.name}: {one.name} ({roles})"


class SignsForm(ScreenedForm):
    """The questions of a group: how much there is of each sign, and what that rests on. It can be saved half-filled."""

    def __init__(
        self, data: Any = None, *, group: SignGroup, rows: Mapping[str, Said], text_words: str,
        proposed: Mapping[str, SaidOf] | None = None,
    ) -> None:  # fmt: skip
        self.group = group
        initial: dict[str, str] = {}
        for one in group.questions:
            row, other = rows.get(one.id), (proposed or {}).get(one.id, SaidOf("", ""))
            initial |= {
                SIGN + one.id: row.sign if row else other.sign, TEXT + one.id: row.text if row else other.text,
            }  # fmt: skip
        super().__init__(data, initial=initial)
        steps = [(str(one), sign_name(one)) for one in Sign]
        for one in group.questions:
            sign = forms.ChoiceField(choices=steps, required=False, label=one.words, widget=forms.RadioSelect)
            text = Written(
                required=False, max_length=LONGEST, label=text_words.format(name=one.name),
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            for field in (sign, text):
                setattr(field, "needed", True)  # noqa: B010 - before it is locked, though not to save it
            self.fields[SIGN + one.id], self.fields[TEXT + one.id] = sign, text
        self.order_fields([name for name in self.fields if name != "anyway"] + ["anyway"])
        self.screened = tuple(TEXT + one.id for one in group.questions)

    @property
    def told(self) -> dict[str, SaidOf]:
        """What the form says, once it is valid."""
        said_of = self.cleaned_data
        return {one.id: SaidOf(said_of[SIGN + one.id], said_of[TEXT + one.id]) for one in self.group.questions}

    @property
    def pairs(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Question, answer and what it rests on, for a page."""
        return [(one.id, self[SIGN + one.id], self[TEXT + one.id]) for one in self.group.questions]


class SureForm(forms.Form):
    """What is asked before something stands for good."""

    sure = forms.BooleanField(label=said(N_("Yes, I have read it. Nobody can change it afterwards.")))


class StopForm(ScreenedForm):
    """Why a round is broken off."""

    screened = ("why",)
    why = Written(max_length=300, label=said(N_("Why")), help_text=said(N_("For example: one of the raters has left")))


class LimitForm(ScreenedForm):
    """The kappa that raters must reach, and why it is another."""

    screened = ("why",)
    limit = forms.ChoiceField(label=said(N_("Limit of kappa")))
    why = Written(max_length=300, label=said(N_("Why")), help_text=said(N_("It is kept in the log.")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lowest, highest = round(LOWEST_LIMIT * 20), round(HIGHEST_LIMIT * 20)
        steps = [step / 20 for step in range(lowest, highest + 1)]
        self.fields["limit"].choices = [(f"{x:.2f}", decimal(x, 2)) for x in steps]  # type: ignore[attr-defined]
