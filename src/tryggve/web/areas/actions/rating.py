"""A rater writes, and locks; the consensus is written by whoever leads the round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.domain.early_signs import Sign
from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.web.areas.actions.rounds import SignsError, check_open, locked_round, may_rate, open_round
from tryggve.web.areas.models import AgreedSign, RatedSign, Rater
from tryggve.web.areas.seal import fingerprint
from tryggve.web.core import screening
from tryggve.web.core.member import Member
from tryggve.web.core.municipal import here


@dataclass(frozen=True)
class SaidOf:
    """What is said of one sign: the answer ("" where none yet) and what it rests on."""

    sign: str
    text: str


Told = Mapping[str, SaidOf]
"""Question → what is said."""


def write_answers(*, round: int, told: Told, anyway: bool, by: Member, at: dt.datetime) -> Rater:
    """What a rater says, half-filled or whole, until it is locked. SignsError for anybody else's."""
    check_open()
    check_texts(told, anyway=anyway)
    with here().writing():
        mine = own_rater(round, by)
        _check_asked(told, {one.id for one in mine.round.questions.questions})
        for question, said in told.items():
            RatedSign.objects.update_or_create(
                rater=mine, question=question,
                defaults={"sign": said.sign, "text": said.text, "flags": screening.flags_of(said.text), "at": at},
            )  # fmt: skip
        audit.record(here(), audit.Action.EARLY_SIGNS, by=by.by, at=at, round=round, done="wrote",
                     membership=by.membership.pk, number=len(told))  # fmt: skip
    return mine


def lock(*, round: int, by: Member, at: dt.datetime) -> Rater:
    """A rater is done: each sign has an answer and what it rests on, and from here on nobody changes them."""
    check_open()
    with here().writing():
        mine = own_rater(round, by)
        if missing := missing_of(mine):
            words = _("Not answered, or without what it rests on: {names}.")
            raise SignsError(words.format(names=", ".join(missing)))
        mine.locked_at, mine.fingerprint = at, fingerprint(mine.answers.all())
        mine.save(force_update=True)
        audit.record(here(), audit.Action.EARLY_SIGNS, by=by.by, at=at, round=round, done="locked",
                     membership=by.membership.pk, fingerprint=mine.fingerprint)  # fmt: skip
    return mine


def write_consensus(*, round: int, told: Told, anyway: bool, by: str, at: dt.datetime) -> None:
    """What the raters agreed on, with the motive, until it is fixed. Not before both have locked."""
    check_texts(told, anyway=anyway)
    with here().writing():
        found = locked_round(round)
        _check_asked(told, {one.id for one in found.questions.questions})
        for question, said in told.items():
            AgreedSign.objects.update_or_create(
                round=found, question=question,
                defaults={"sign": said.sign, "text": said.text, "flags": screening.flags_of(said.text), "at": at,
                          "by": by},
            )  # fmt: skip
        audit.record(here(), audit.Action.EARLY_SIGNS, by=by, at=at, round=round, done="consensus", number=len(told))


def missing_of(rater: Rater) -> list[str]:
    """The names of the questions that a rater has not answered whole."""
    rows = {one.question: one for one in rater.answers.all()}
    asked = rater.round.questions.questions
    return [one.name for one in asked if one.id not in rows or not rows[one.id].is_whole]


def own_rater(round: int, by: Member) -> Rater:
    """The member as a rater of an open round, before they have locked. Inside a transaction."""
    found = open_round(round)
    mine = Rater.objects.of(by).filter(round=found).first()
    if mine is None or not may_rate(by.membership):
        raise SignsError(_("You are no rater of this round."))
    if mine.locked_at is not None:
        raise SignsError(_("You have locked your answers. Nobody can change them now."))
    return mine


def check_texts(told: Told, *, anyway: bool) -> None:
    """SignsError for a personal identity number, and for other personal data that nobody has chosen to keep."""
    found = [mark for said in told.values() for mark in screening.marks(said.text)]
    if any(mark.hard for mark in found):
        raise SignsError(_("A personal identity number is never kept here. Take it away."))
    if found and not anyway:
        raise SignsError(_("The marked words may point at a person. Write it otherwise, or save anyway."))


def _check_asked(told: Told, asked: set[str]) -> None:
    if not set(told) <= asked or any(said.sign and said.sign not in set(Sign) for said in told.values()):
        raise SignsError(_("There is no such question or answer."))
