"""Forms whose texts are looked through for personal data: never a personnummer, the rest only by an active choice."""

from __future__ import annotations

from typing import Any

from django import forms

from tryggve.domain.language import N_, _
from tryggve.web.core import screening
from tryggve.web.core.words import said


class ScreenedForm(forms.Form):
    """`screened` names the fields. What was seen stands in `seen`: label and the text in pieces, marked or not."""

    screened: tuple[str, ...] = ()
    anyway = forms.BooleanField(
        required=False,
        label=said(N_("Save anyway")),
        help_text=said(N_("I have looked at the marked words. They do not point at a person.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen: list[tuple[str, list[screening.Piece]]] = []

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields, with the choice to save anyway only where there is something to choose about."""
        return [bound for bound in self if bound.name != "anyway" or self.seen]

    def clean(self) -> dict[str, Any]:
        """Look through the texts."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.screened:
            text = str(cleaned.get(name) or "")
            if found := screening.marks(text):
                self._judge(name, text, found, anyway=bool(cleaned.get("anyway")))
        return cleaned

    def _judge(self, name: str, text: str, found: list[screening.Mark], *, anyway: bool) -> None:
        hard = [mark for mark in found if mark.hard]
        if anyway and not hard:
            return
        self.seen.append((str(self.fields[name].label), screening.pieces(text, found)))
        if hard:
            self.add_error(name, _("A personal identity number is never kept here. Take it away."))
        else:
            self.add_error(name, _("The marked words may point at a person. Write it otherwise, or save anyway."))
