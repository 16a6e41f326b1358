"""Forms of the second factor: passkeys and one-time codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from tryggve.domain.language import _


def _ask_for_code(form: forms.Form, help_text: str) -> None:
    field = form.fields["code"]
    field.label = _("Code")
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"class": "short", "spellcheck": "false"}


class AuthenticateForm(base.AuthenticateForm):  # type: ignore[misc]
    """The second step of login."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Six digits from the app, or one of your recovery codes."))


class ReauthenticateForm(base.ReauthenticateForm):  # type: ignore[misc]
    """Say again who one is, by a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Six digits from the app, or one of your recovery codes."))


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("The six digits that the app shows now."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A key on this device or beside it, always one that asks who holds it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = forms.CharField(
            label=_("Name of the passkey"),
            required=False,
            max_length=60,
            initial=_("My passkey"),
            help_text=_("So that you know which one it is: My phone, Work computer."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.initial["name"] = _("My passkey")
        self.order_fields(["name", "credential"])

    def clean(self) -> dict[str, Any]:
        """Only a key that has asked for a finger, a face or a code."""
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class PasskeyNameForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].max_length = 60
