"""A round is begun, broken off, or agreed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.domain.access import Permission, permissions
from tryggve.domain.early_signs import HIGHEST_LIMIT, LIMIT, LOWEST_LIMIT, shipped
from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.web.areas.area_choices import OneArea
from tryggve.web.areas.models import Rater, Round
from tryggve.web.areas.seal import fingerprint, unchanged
from tryggve.web.core import readiness
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.choices import chosen
from tryggve.web.core.models import Membership
from tryggve.web.core.municipal import here

LIMIT_NAME = "signs.limit"
"""The choice that holds the limit of kappa."""


class SignsError(ValueError):
    """What cannot be done with a round, in plain words."""


@dataclass(frozen=True)
class RoundFacts:
    """Which area, which day, and who judges."""

    area: OneArea
    day: dt.date
    raters: tuple[Membership, Membership]


def limit_here() -> float:
    """The kappa that raters must reach here, for rounds that are begun now."""
    return float(chosen(LIMIT_NAME, LIMIT))


def set_limit(*, limit: float, why: str, by: str, at: dt.datetime) -> None:
    """Choose another limit, with a reason: it holds for rounds begun from now on, never for those that are there."""
    if not LOWEST_LIMIT <= limit <= HIGHEST_LIMIT:
        raise SignsError(_("The limit lies between 0.20 and 0.90."))
    if not why.strip():
        raise SignsError(_("Say why: the log keeps it."))
    choose(name=LIMIT_NAME, value=limit, by=by, at=at, why=why.strip())


def begin(*, facts: RoundFacts, by: str, at: dt.datetime) -> Round:
    """A round of an area with its two raters. SignsError before Driftstart, or where they are not independent."""
    check_open()
    check_raters(facts.raters)
    with here().writing():
        same = Round.objects.going_on().filter(division=facts.area.division, area=facts.area.code)
        if same.exists():
            raise SignsError(_("A round of this area goes on. Agree on it, or break it off, first."))
        made = Round.objects.create(
            division=facts.area.division, area=facts.area.code, area_name=facts.area.name, day=facts.day,
            asked=shipped().as_kept(), limit=limit_here(), made_at=at, made_by=by,
        )  # fmt: skip
        audit.record(here(), audit.Action.EARLY_SIGNS, by=by, at=at, round=made.pk, done="begun",
                     area=facts.area.name, day=facts.day.isoformat(), limit=made.limit)  # fmt: skip
        for one in facts.raters:
            Rater.objects.create(round=made, membership=one, organisation=one.organisation, function=_function(one))
            audit.record(here(), audit.Action.EARLY_SIGNS, by=by, at=at, round=made.pk, done="named",
                         membership=one.pk)  # fmt: skip
    return made


def check_open() -> None:
    """SignsError where Driftstart is not done: what is judged of an area is live data."""
    if not readiness.is_open():
        raise SignsError(_("Driftstart is not done: no area may be judged here yet."))


def may_rate(one: Membership) -> bool:
    """Whether somebody can be a rater: still here, by role, and not for a private organisation."""
    there = one.ended is None and one.organisation.active and not one.organisation.private
    return there and Permission.RATE_SIGNS in permissions(one.role_set)


def check_raters(raters: tuple[Membership, Membership]) -> None:
    """SignsError unless they are two, may judge, and come from two organisations or two roles."""
    first, second = raters
    if not all(map(may_rate, raters)):
        raise SignsError(_("Choose raters who take part here and who may judge."))
    if first.account_id == second.account_id:
        raise SignsError(_("Choose two different raters."))
    if first.organisation_id == second.organisation_id and first.role_set == second.role_set:
        raise SignsError(_("Choose raters from two organisations, or with two roles: else they are not independent."))


def stop(*, round: int, why: str, by: str, at: dt.datetime) -> Round:
    """A round is broken off, with a reason; its answers stay as they are and nothing is told of the area."""
    if not why.strip():
        raise SignsError(_("Say why it is broken off."))
    with here().writing():
        found = open_round(round)
        found.stopped_at, found.stopped_by, found.stopped_why = at, by, why.strip()[:300]
        found.save(force_update=True)
        audit.record(here(), audit.Action.EARLY_SIGNS, by=by, at=at, round=found.pk, done="stopped")
    return found


def agree(*, round: int, by: str, at: dt.datetime) -> Round:
    """The consensus is fixed: from here on nobody changes it."""
    with here().writing():
        found = locked_round(round)
        rows = {one.question: one for one in found.consensus.all()}
        missing = [one.name for one in found.questions.questions if one.id not in rows or not rows[one.id].is_whole]
        if missing:
            words = _("Not agreed yet: {names}.")
            raise SignsError(words.format(names=", ".join(missing)))
        if not unchanged(found, found.raters.all()):
            raise SignsError(_("The answers are not those that were locked. Look in the log."))
        found.agreed_at, found.agreed_by, found.fingerprint = at, by, fingerprint(rows.values())
        found.save(force_update=True)
        audit.record(here(), audit.Action.EARLY_SIGNS, by=by, at=at, round=found.pk, done="agreed",
                     fingerprint=found.fingerprint)  # fmt: skip
    return found


def open_round(pk: int) -> Round:
    """The round, if something can still be done in it. Inside a transaction."""
    found = Round.objects.get(pk=pk)
    if not found.going_on:
        raise SignsError(_("The round has ended. It stands as it is."))
    return found


def locked_round(pk: int) -> Round:
    """The round, if both raters have locked and nothing is fixed yet. Inside a transaction."""
    found = open_round(pk)
    if found.raters.filter(locked_at=None).exists():
        raise SignsError(_("Both raters must lock their answers first."))
    return found


def _function(one: Membership) -> str:
    return " ".join(sorted(one.role_set))
