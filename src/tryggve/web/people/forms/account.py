"""The form of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms

from tryggve.domain.language import _
from tryggve.web.accounts.models import Account
from tryggve.web.people.letters import has_mail


class AccountForm(forms.Form):
    """Name, address, mail or not. A reporter has no name, and an address only by choice, where mail can be sent to it.

    Without a mail server an address is a name to log in with, which somebody has to confirm: a reporter has a code.
    """

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {n: getattr(account, n) for n in ("name", "email", "wants_mail")})
        super().__init__(*args, **kwargs)
        if account.name:
            self.fields["name"] = forms.CharField(
                label=_("Name"),
                max_length=120,
                help_text=_("What colleagues and the log see."),
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
            )
        if not (account.name or account.email or has_mail()):
            return
        self.fields["email"] = forms.EmailField(
            label=_("E-mail"), required=bool(account.name), widget=forms.EmailInput(attrs={"autocomplete": "email"})
        )
        self.fields["wants_mail"] = forms.BooleanField(
            label=_("Send me mail when something has happened"),
            required=False,
            help_text=_("The mail says that there is something to read, never what it says."),
        )
