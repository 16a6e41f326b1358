"""An organisation is let to see the picture as it grows, by a decision."""

from __future__ import annotations

import datetime as dt

from tryggve.store.database import audit
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here


def let_see_live(
    *, organisation: Organisation, ground: str, decision: str, since: dt.date, by: str, at: dt.datetime
) -> None:
    """Note the decision; from then on the organisation sees more than fastställda versions."""
    with here().writing():
        Organisation.objects.filter(pk=organisation.pk).update(
            live=True, live_ground=ground, live_decision=decision, live_from=since
        )
        audit.record(here(), audit.Action.ORGANISATION, by=by, at=at, organisation=organisation.pk, done="live")
