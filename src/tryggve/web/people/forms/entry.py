"""The forms at the door: log in, say that one has forgotten, say again who one is."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms

from tryggve.domain.language import _
from tryggve.web.accounts.backend import tidy


class LoginForm(allauth.LoginForm):  # type: ignore[misc]
    """One form for all: an address or a reporter's code, a password or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("E-mail or reporter's code"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"].label = _("Password or PIN")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """The code or address as it is kept."""
        return tidy(self.cleaned_data["login"])


class ResetForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class ConfirmForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """Say again who one is, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password or PIN")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
