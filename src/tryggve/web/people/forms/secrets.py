"""Forms in which a password or a PIN is chosen."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms

from tryggve.domain.language import _
from tryggve.web.people.pin import fault_of

FEWEST_SIGNS = 12


def new_password(label: str, *, required: bool = True) -> forms.CharField:
    """A field for a password that is being chosen; browsers offer to make one."""
    return forms.CharField(
        label=label,
        required=required,
        strip=False,
        max_length=256,
        help_text=_("At least {n} characters. A few words in a row are easy to remember.").format(n=FEWEST_SIGNS),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": str(FEWEST_SIGNS)}),
    )


def new_pin(label: str, *, required: bool = True) -> forms.CharField:
    """A field for a PIN that is being chosen."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=_("6 to 12 digits. Not a birthday, not digits in a row."),
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "inputmode": "numeric", "maxlength": "12", "class": "short"}
        ),
    )


def checked_pin(pin: str) -> str:
    """The PIN, if it is one that others do not guess; else ValidationError with the reason."""
    if (fault := fault_of(pin)) is not None:
        raise forms.ValidationError(_(fault))
    return pin


class PinForm(forms.Form):
    """A new PIN for a reporter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pin"] = new_pin(_("New PIN"))

    def clean_pin(self) -> str:
        """Not one of those that everybody tries first."""
        return checked_pin(self.cleaned_data["pin"])


class _Once(forms.Form):
    """Asks for the new password once: it can be shown and a manager keeps it; a slip is mended by a new link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.fields["password1"].user  # type: ignore[attr-defined]
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = new_password("").help_text
        self.fields["password1"].widget.attrs.pop("placeholder", None)
        self.fields["password1"].user = user  # type: ignore[attr-defined]
        del self.fields["password2"]


class ResetKeyForm(_Once, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by a link."""


class SetPasswordForm(_Once, allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password, for somebody who came in by a passkey."""


class ChangePasswordForm(_Once, allauth.ChangePasswordForm):  # type: ignore[misc]
    """A new password in place of the one there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Password or PIN you have now")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].widget.attrs.pop("placeholder", None)
        self.order_fields(["oldpassword", "password1"])

    def clean_oldpassword(self) -> str:
        """Counted as a try, so that a borrowed session cannot guess it."""
        given: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, given):
            raise get_adapter().validation_error("enter_current_password")
        return given
