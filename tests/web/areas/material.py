"""Rounds of early signs for the tests, made as the pages make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tests.web.cast import AT
from tryggve.domain.early_signs import SCALE, Sign, shipped
from tryggve.web.accounts.models import Account
from tryggve.web.areas.actions import rating, rounds
from tryggve.web.areas.area_choices import OneArea
from tryggve.web.areas.models import Round
from tryggve.web.core.member import Member
from tryggve.web.core.models import Membership
from tryggve.web.core.pages import member_of

DAY = dt.date(2026, 11, 23)
AREA = OneArea("district", "A1", "Björkbacken")
QUESTIONS = [one.id for one in shipped().questions]
FIRST: Sequence[Sign] = [SCALE[i % 4] for i in range(len(QUESTIONS))]
ALIKE: Sequence[Sign] = [*FIRST[:3], Sign.RECURRING, *FIRST[4:-1], Sign.UNKNOWN]
"""As the first rater but for one step, and one sign that this rater does not know of."""
UNLIKE: Sequence[Sign] = [SCALE[(i // 4) % 4] for i in range(len(QUESTIONS))]
"""No more alike the first than chance."""

NEARLY: Sequence[Sign] = [*FIRST[:6], *UNLIKE[6:]]
"""Kappa 1/3: below the usual limit, above the lowest that can be chosen."""


def member(name: str) -> Member:
    return member_of(Account.objects.get(name=name))


def memberships(*names: str) -> tuple[Membership, Membership]:
    first, second = (Membership.objects.select_related("organisation").get(name=name) for name in names)
    return first, second


def said(signs: Sequence[Sign], text: str = "Två anmälningar i höst och egna rundor") -> Mapping[str, rating.SaidOf]:
    return {question: rating.SaidOf(str(sign), text) for question, sign in zip(QUESTIONS, signs, strict=True)}


def begun(
    raters: tuple[str, str] = ("Pelle", "Sara"), *, area: OneArea = AREA, day: dt.date = DAY, at: dt.datetime = AT
) -> Round:
    return rounds.begin(facts=rounds.RoundFacts(area, day, memberships(*raters)), by="Kerstin", at=at)


def locked(second: Sequence[Sign] = ALIKE, *, first: Sequence[Sign] = FIRST, area: OneArea = AREA,
           day: dt.date = DAY, at: dt.datetime = AT) -> Round:  # fmt: skip
    made = begun(area=area, day=day, at=at)
    for name, signs in (("Pelle", first), ("Sara", second)):
        rating.write_answers(round=made.pk, told=said(signs), anyway=False, by=member(name), at=at)
        rating.lock(round=made.pk, by=member(name), at=at)
    return made


def agreed(second: Sequence[Sign] = ALIKE, *, consensus: Sequence[Sign] = FIRST, area: OneArea = AREA,
           day: dt.date = DAY, at: dt.datetime = AT) -> Round:  # fmt: skip
    made = locked(second, area=area, day=day, at=at)
    rating.write_consensus(round=made.pk, told=said(consensus, "Enligt båda"), anyway=False, by="Kerstin", at=at)
    return rounds.agree(round=made.pk, by="Kerstin", at=at)
