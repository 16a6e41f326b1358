"""What people make of a signal: act, watch or leave, and why. Each decision is added; none is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.signals import note_signal
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import Mark, marks

VERDICTS: Mapping[str, str] = MappingProxyType({"act": "acted", "watch": "judged", "leave": "dismissed"})
"""The decision as people make it → as the store keeps it."""

MOST_SIGNS = 1_000


class PersonalError(Exception):
    """Words of the motive may point at a person: somebody has to look at them first."""

    def __init__(self, found: list[Mark]) -> None:
        super().__init__("words that may point at a person")
        self.found = found


def judge(*, name: str, decision: str, why: str, sure: bool, by: str, today: dt.date, at: dt.datetime) -> bool:
    """Add a decision on a signal; False where just that was decided today by the same person.

    PersonalError for a motive that may point at a person unless `sure`; FileError for one that may not be kept.
    """
    text = " ".join(why.split())
    if not text:
        raise FileError(_("There is no motive."), _("Write why: it is read when a signal like this comes again."))
    if len(text) > MOST_SIGNS:
        raise FileError(_("The text is too long."), _("At most {n} signs.").format(n=MOST_SIGNS))
    found = marks(text)
    if any(mark.hard for mark in found):
        raise FileError(_("The text holds a personnummer."), _("Take it out: it is not saved."))
    if found and not sure:
        raise PersonalError(found)
    return note_signal(here(), name=name, verdict=VERDICTS[decision], day=day_number(today), by=by, why=text, at=at)
