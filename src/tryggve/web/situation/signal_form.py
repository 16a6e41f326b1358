"""The form in which a signal is assessed."""

from __future__ import annotations

from django import forms

from tryggve.domain.language import N_
from tryggve.web.core.words import said
from tryggve.web.situation.actions.judging import MOST_SIGNS

DECISIONS = (
    ("act", said(N_("Act: somebody does something"))),
    ("watch", said(N_("Watch: look again at the next meeting"))),
    ("leave", said(N_("Leave: nothing is done"))),
)


class JudgeForm(forms.Form):
    """A decision and its motive; `sure` is asked for when words may point at a person."""

    decision = forms.ChoiceField(label=said(N_("Decision")), choices=DECISIONS, widget=forms.RadioSelect)
    why = forms.CharField(
        label=said(N_("Motive")), help_text=said(N_("What you know of the place that the numbers do not. No persons.")),
        max_length=MOST_SIGNS, widget=forms.Textarea(attrs={"rows": 3, "data-key": "m"}),
    )  # fmt: skip
    sure = forms.BooleanField(
        label=said(N_("I have read the motive, and it does not point at a person")), required=False
    )
