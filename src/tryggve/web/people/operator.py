"""What whoever runs the installation may do for people: those in several municipalities, and the last coordinator."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.access import Role
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.web.accounts.backend import account_of, tidy
from tryggve.web.accounts.models import Municipality
from tryggve.web.core import municipal
from tryggve.web.core.actions.accounts import Own
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.actions.way_back import give_way_back
from tryggve.web.core.models import Membership
from tryggve.web.core.site_address import address_of
from tryggve.web.people import telling

BY = "drift"
"""Who gave it, as the log says: somebody with the server in hand, who has no name here."""


def way_back_for(who: str, *, at: dt.datetime) -> str:
    """A link for the account with this address or code, by the first municipality that it is in. FileError: in none."""
    if (account := account_of(tidy(who))) is None:
        raise _nobody()
    for slug in Municipality.objects.values_list("slug", flat=True):
        with municipal.entered(slug):
            member = Membership.objects.filter(account_id=account.pk, ended=None, organisation__active=True).first()
            if member is None:
                continue
            try:
                _made, token = give_way_back(
                    membership=member, giver=0, givable=frozenset(Role), by=BY, at=at, operator=True
                )
            except RefusedError as refusal:
                raise FileError(str(refusal), "") from None
            telling.tell(account, Own.WAY_BACK_GIVEN)
            return address_of("invitation", token=token)
    raise _nobody()


def _nobody() -> FileError:
    return FileError(_("There is no member with that address or code."), _("Nothing was changed."))
