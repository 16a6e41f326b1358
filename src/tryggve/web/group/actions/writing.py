"""What is written in a meeting, version by version: nobody writes over what somebody else has written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.web.core import readiness, screening
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.group.actions.meetings import MeetingError, open_meeting
from tryggve.web.group.models import MeetingText
from tryggve.web.group.sections import is_section, organisation_of


@dataclass
class ConflictError(Exception):
    """Somebody wrote the section meanwhile: `theirs` is what stands there, as `version`."""

    theirs: MeetingText


class PersonalDataError(MeetingError):
    """The text holds what looks like personal data, and nobody has said that it is to be saved anyway."""


def write(
    *, meeting: int, section: str, text: str, version: int, anyway: bool, by: str, at: dt.datetime
) -> MeetingText:
    """The text is saved as the version after `version`. What was there already is no new version.

    MeetingError before Driftstart: what is said at the table is a source of the lägesbild, as reports are.

    ConflictError where somebody else was first; nothing is lost, for each keeps their text.
    """
    if not is_section(section):
        raise MeetingError(_("There is no such heading."))
    check_open()
    check_personal(text, anyway=anyway)
    with here().writing():
        found = open_meeting(meeting)
        latest = MeetingText.objects.filter(meeting=found, section=section).order_by("-version").first()
        if latest is not None and latest.text == text:
            return latest
        if latest is not None and latest.version != version:
            raise ConflictError(latest)
        made = MeetingText.objects.create(
            meeting=found, section=section, organisation=_organisation(section), by=by, at=at, text=text,
            version=latest.version + 1 if latest is not None else 1, flags=screening.flags_of(text),
        )  # fmt: skip
        audit.record(
            here(), audit.Action.MEETING, by=by, at=at, meeting=found.pk, done="wrote", section=section,
            version=made.version,
        )  # fmt: skip
    return made


def check_open() -> None:
    """MeetingError where Driftstart is not done: what is said at a meeting is live data."""
    if not readiness.is_open():
        raise MeetingError(_("Driftstart is not done: what is said at the meeting may not be written here yet."))


def check_personal(text: str, *, anyway: bool) -> None:
    """PersonalDataError that names the words and why, unless they may be saved."""
    found = screening.marks(text)
    for mark in found:
        words = text[mark.start : mark.end]
        if mark.hard:
            told = _("Not saved: “{words}” is a {kind}, and that is never kept here. Take it away.")
            raise PersonalDataError(told.format(words=words, kind=mark.name))
    if found and not anyway:
        words = ", ".join(f"“{text[one.start : one.end]}” ({one.name})" for one in found)
        told = _("Not saved: {words} may point at a person. Write it otherwise, or choose “Save anyway”.")
        raise PersonalDataError(told.format(words=words))


def _organisation(section: str) -> Organisation | None:
    number = organisation_of(section)
    return None if number is None else Organisation.objects.get(pk=number)
