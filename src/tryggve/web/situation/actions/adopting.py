"""A lägesbild is fastställd: from then on it is as it is, whatever comes in later.

Three versions are made at the same moment. The internal one holds everything and is for those who read others' text.
The shared ones are for all others, since a document is handed over when somebody of another organisation opens it
(domain handbook 5.1): reports as facts for authorities, by area and day for private organisations and councils. Kinds
that are set apart are in neither. What was written to the chapters goes as far as whoever fixes it has said: to
authorities where nothing else was chosen, to the others only by a choice, and never past what its words allow
(`handing`). None of them is public, so what they print is not held against what was published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tryggve import __version__
from tryggve.domain.access import Permission, permissions
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError
from tryggve.reports import numbers
from tryggve.reports.tree import Audience, Situation
from tryggve.store.database import audit
from tryggve.web.accounts.models import Account
from tryggve.web.core import readiness
from tryggve.web.core.actions.letters import write_letter
from tryggve.web.core.hooks_of_picture import Told
from tryggve.web.core.models import Membership
from tryggve.web.core.municipal import here
from tryggve.web.situation.building import (
    Document,
    Tell,
    build_versions,
    documents_of,
    finished,
    tree_of,
    unheard,
)  # fmt: skip
from tryggve.web.situation.handing import REACH, USUAL, given, too_far
from tryggve.web.situation.models import Snapshot, SnapshotFile
from tryggve.web.situation.periods import in_sentence

AUDIENCES = REACH
"""The versions of a fastställd lägesbild."""


class ChangedError(Exception):
    """The store has changed since the draft that was looked at: it is to be looked at again."""


@dataclass(frozen=True)
class Adoption:
    """What is fastställd: the draft by its fingerprint, the texts by chapter, coverage and what organisations have told
    as shown, and why once more. `version` is the one that was to be made when it was confirmed, `reach` is chapter →
    the widest version that holds its text.
    """

    period: Period
    version: int
    fingerprint: str
    analysis: Mapping[str, str]
    coverage: Mapping[str, Any]
    why: str = ""
    banner: str = ""
    told: Sequence[Told] = ()
    reach: Mapping[str, str] = field(default_factory=dict)


def adopt(
    *, adoption: Adoption, link: str, by: str, today: dt.date, at: dt.datetime, tell: Tell = unheard,
    kept: Callable[[Snapshot], object] = lambda _made: None,
) -> Snapshot:  # fmt: skip
    """Make the versions with their documents and keep them for good; tell the group. `kept` in the same transaction.

    FileError where Driftstart is not open, where a later version lacks its reason, or where somebody else was first.
    ChangedError where the facts are no longer those of the draft.
    """
    check_can_adopt(adoption)
    internal, shared, by_area = (
        _finished(built.situation, adoption, _stamp(adoption.version, today))
        for built in build_versions(here(), adoption.period, today, AUDIENCES, adoption.told, tell)
    )
    if internal.meta.fingerprint != adoption.fingerprint:
        raise ChangedError
    tell("files")
    documents = [file for situation in (internal, shared, by_area) for file in documents_of(situation)]
    tell("keep")
    with here().writing():
        check_can_adopt(adoption)
        made = _keep(adoption, (internal, shared, by_area), documents, by, at)
        _tell(adoption.period, link, by, at)
        kept(made)
    return made


def _finished(situation: Situation, adoption: Adoption, stamp: str) -> Situation:
    texts = given(adoption.analysis, adoption.reach, situation.meta.audience)
    return finished(situation, texts, stamp, adoption.banner, adoption.analysis.keys() - texts.keys())


def next_version(period: Period) -> int:
    """The number of the version that a fastställd lägesbild of a period would get now."""
    last = Snapshot.objects.filter(period=period.label).order_by("-version").values_list("version", flat=True)
    return (last.first() or 0) + 1


def check_can_adopt(adoption: Adoption) -> None:
    """FileError where it may not be fastställd as things stand."""
    if not readiness.is_open():
        raise FileError(
            _("The municipality is not open for live data."), _("Fill in Driftstart first. Nothing was adopted.")
        )
    if next_version(adoption.period) != adoption.version:
        raise FileError(_("Somebody else has just adopted this lägesbild."), _("Look at the list of lägesbilder."))
    if adoption.version > 1 and not adoption.why.strip():
        raise FileError(_("There is a fastställd version already."), _("Say why a new one is needed."))
    if too_far(adoption.analysis, adoption.reach):
        raise FileError(
            _("A text names a person or a protected place and would go to more than may have it."),
            _("Read the texts again. Nothing was adopted."),
        )


def _stamp(version: int, today: dt.date) -> str:
    return _("Fastställd {day}, version {version}").format(day=numbers.date_long(today), version=version)


def _keep(
    adoption: Adoption, situations: tuple[Situation, Situation, Situation], documents: list[Document],
    by: str, at: dt.datetime,
) -> Snapshot:  # fmt: skip
    internal, shared, by_area = situations
    made = Snapshot.objects.create(
        period=adoption.period.label, version=adoption.version, why=adoption.why.strip(), adopted_at=at, adopted_by=by,
        fingerprint=internal.meta.fingerprint, code_version=__version__, analysis=dict(adoption.analysis),
        coverage=dict(adoption.coverage), tree=tree_of(internal), shared_tree=tree_of(shared),
        area_tree=tree_of(by_area),
    )  # fmt: skip
    for one in documents:
        SnapshotFile.objects.create(
            snapshot=made, audience=one.audience.value, format=one.format, sha256=one.sha256, size=len(one.content),
            content=one.content,
        )  # fmt: skip
    audit.record(
        here(), audit.Action.ADOPT, by=by, at=at, why=adoption.why.strip(), period=made.period, version=made.version,
        fingerprint=made.fingerprint, handed=_going(adoption, Audience.AREA),
        held=_going(adoption, Audience.INTERNAL),
    )  # fmt: skip
    return made


def _going(adoption: Adoption, so_far: Audience) -> list[str]:
    """For the log: the chapters whose text goes so far and no further."""
    return sorted(key for key in adoption.analysis if adoption.reach.get(key, USUAL.value) == so_far.value)


def _tell(period: Period, link: str, by: str, at: dt.datetime) -> None:
    """A link and nothing else, to those who may open it and want mail."""
    members = Membership.objects.filter(ended=None, organisation__active=True)
    may = [one.account_id for one in members if Permission.READ_ADOPTED in permissions(one.role_set)]
    wanting = Account.objects.filter(pk__in=may, is_active=True, wants_mail=True).exclude(email="")
    subject = _("The lägesbild for {period} is fastställd").format(period=in_sentence(period))
    body = _("Log in to read it: {link}").format(link=link)
    for account in wanting:
        write_letter(account_id=account.pk, subject=subject, body=body, at=at)


def note_download(*, file: SnapshotFile, by: str, at: dt.datetime) -> None:
    """A document leaves: which, and to whom."""
    with here().writing():
        audit.record(
            here(), audit.Action.DOWNLOAD, by=by, at=at, period=file.snapshot.period, version=file.snapshot.version,
            audience=file.audience, format=file.format,
        )  # fmt: skip
