"""Whether an organisation is an authority: asked in so many words where its kind seldom tells, so that a tick which was
forgotten hands no company what authorities see.
"""

from __future__ import annotations

from typing import Any

from django import forms

from tryggve.domain.language import _
from tryggve.domain.organisation import MAY_BE_PRIVATE

FIELD = "authority"


def ask(form: forms.Form) -> None:
    """Put the question into a form that was sent with a kind that asks for it."""
    if form.is_bound and form.data.get("kind") in MAY_BE_PRIVATE:
        form.fields[FIELD] = forms.BooleanField(
            label=_("Is an authority, or owned by the municipality"),
            required=False,
            help_text=_("For example guards that the municipality employs, or a housing company that it owns."),
        )


def check(form: forms.Form, told: dict[str, Any], *, known: bool = False) -> dict[str, Any]:
    """What was told, without the question; a fault where it says neither. `known`: it has been said before."""
    is_authority = told.pop(FIELD, False)
    if told.get("kind") in MAY_BE_PRIVATE and bool(told.get("private")) == bool(is_authority) and not known:
        form.add_error("private", _("Tick one of the two: an organisation of this kind may be either."))
    return told
