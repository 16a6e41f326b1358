"""The invented municipality judges one of its areas: two raters apart, then a consensus; and half a year before.

Everything here is invented, as the area is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tryggve.domain.early_signs import Sign, shipped
from tryggve.web.areas.actions import rating, rounds
from tryggve.web.areas.area_choices import areas_here
from tryggve.web.core.member import Member

AREA = "S402"
_N, _S, _R, _W, _U = Sign.NONE, Sign.SINGLE, Sign.RECURRING, Sign.WIDESPREAD, Sign.UNKNOWN
ANALYST: Sequence[Sign] = (_S, _S, _N, _R, _S, _S, _N, _N, _R, _U, _S, _U, _R, _U, _R, _N)
POLICE: Sequence[Sign] = (_S, _S, _S, _R, _S, _U, _N, _N, _R, _S, _S, _N, _R, _S, _W, _N)
SPRING: Sequence[Sign] = (_S, _N, _N, _R, _S, _S, _N, _N, _W, _U, _S, _U, _R, _U, _R, _N)
AUTUMN: Sequence[Sign] = (_S, _S, _S, _R, _S, _S, _N, _N, _R, _S, _S, _U, _R, _S, _R, _N)
_RESTS: Mapping[Sign, str] = {
    Sign.NONE: "Inget i rapporterna det senaste halvåret, och inget har setts på rundorna.",
    Sign.SINGLE: "Några få rapporter, utan mönster i tid eller plats.",
    Sign.RECURRING: "Flera rapporter i månaden, på kvällar och nära parken.",
    Sign.WIDESPREAD: "Nämns vid varje möte och syns på hela stråket.",
    Sign.UNKNOWN: "Vi har inget underlag. Det skulle behövas samtal med dem som arbetar i området.",
}
_WHY = "Enligt det båda såg, och mötet den veckan."


def judge_an_area(*, first: Member, second: Member, by: str, days: Sequence[dt.datetime]) -> None:
    """Two rounds of one area, in spring and in autumn, each judged, locked and agreed on within a day."""
    area = next((one for one in areas_here().values() if one.code == AREA), None)
    if area is None:
        return
    for at, consensus in zip(days, (SPRING, AUTUMN), strict=True):
        facts = rounds.RoundFacts(area, at.date(), (first.membership, second.membership))
        made = rounds.begin(facts=facts, by=by, at=at)
        for rater, signs in ((first, ANALYST), (second, POLICE)):
            rating.write_answers(round=made.pk, told=_told(signs, _RESTS), anyway=False, by=rater, at=at)
            rating.lock(round=made.pk, by=rater, at=at)
        agreed = _told(consensus, dict.fromkeys(Sign, _WHY))
        rating.write_consensus(round=made.pk, told=agreed, anyway=False, by=by, at=at)
        rounds.agree(round=made.pk, by=by, at=at)


def _told(signs: Sequence[Sign], rests: Mapping[Sign, str]) -> dict[str, rating.SaidOf]:
    asked = shipped().questions
    return {one.id: rating.SaidOf(str(sign), rests[sign]) for one, sign in zip(asked, signs, strict=True)}
