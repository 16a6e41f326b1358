"""The form by which somebody who is invited comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from tryggve.domain.language import _
from tryggve.web.people.forms.secrets import checked_pin, new_password, new_pin

PASSKEY, SECRET = "passkey", "secret"


class JoinForm(forms.Form):
    """How one will log in: by passkey, or by a secret. A reporter's is a PIN; others have a name and a password."""

    def __init__(self, *args: Any, is_reporter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_reporter = is_reporter
        if not is_reporter:
            self.fields["name"] = forms.CharField(
                label=_("Your name"),
                max_length=120,
                help_text=_("What colleagues and the log see."),
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
            )
        other = (
            _("By a code that you get and a PIN that you choose")
            if is_reporter
            else _("By password, and a code from an app where your role needs it")
        )
        self.fields["way"] = forms.ChoiceField(
            label=_("How will you log in?"),
            choices=[(PASSKEY, _("By passkey: finger, face or screen lock (simplest)")), (SECRET, other)],
            initial=PASSKEY,
            widget=forms.RadioSelect,
        )
        self.fields["secret"] = (
            new_pin(_("PIN, if you choose one"), required=False)
            if is_reporter
            else new_password(_("Password, if you choose one"), required=False)
        )

    def clean(self) -> dict[str, Any]:
        """The secret is looked at where it is the way that is chosen, and only there."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == SECRET:
            try:
                self._check(cleaned.get("secret") or "")
            except forms.ValidationError as fault:
                self.add_error("secret", fault)
        return cleaned

    def _check(self, secret: str) -> None:
        if self.is_reporter:
            checked_pin(secret)
        elif not secret:
            raise forms.ValidationError(_("Choose a password."))
        else:
            validate_password(secret)
