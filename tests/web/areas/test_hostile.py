"""Early signs, by somebody who wants more than they may: another's answers, or motives that point at a person."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.web.areas import material
from tests.web.areas.test_rounds import HERE, page, town  # noqa: F401 - a fixture
from tests.web.cast import AT
from tests.web.conftest import Installation
from tryggve.domain.language import _
from tryggve.web.areas.actions import rating, rounds
from tryggve.web.areas.area_choices import OneArea
from tryggve.web.core.models import Membership, Organisation


def test_a_motive_that_may_point_at_a_person_stays_with_those_who_wrote_it(town: Installation) -> None:  # noqa: F811
    """T-SCREEN, T-PRIVATE: the council has the answer without it; in a private organisation no motive at all."""
    with town.inside():
        rounds_made = []
        for area, text in ((material.AREA, "Kalle Karlsson syns ofta"), (OneArea("district", "A2", "Norr"), "Mörkt")):
            made = material.locked(area=area)
            rating.write_consensus(round=made.pk, told=material.said(material.FIRST, text), anyway=True, by="K", at=AT)
            rounds_made.append(rounds.agree(round=made.pk, by="Kerstin", at=AT).pk)
    named, plain = rounds_made

    def told(who: str, pk: int) -> tuple[bool, bool]:
        shown = page(town, who, f"{pk}/")
        return "Kalle Karlsson" in shown or "Mörkt" in shown, _("The motive is not handed on.") in shown

    assert [told(who, named) for who in ("Kerstin", "Pelle", "Rolf")] == [(True, False), (True, False), (False, True)]
    assert told("Rolf", plain) == (True, False)
    with town.inside():
        guards = Organisation.objects.get(name="Väktarna")
        Membership.objects.filter(name="Rolf").update(organisation=guards)
    assert told("Rolf", plain) == (False, True)


def test_a_new_way_in_is_no_way_to_a_raters_answers(town: Installation) -> None:  # noqa: F811
    """T-RATERS, T-BACK: whoever leads the round could give it, read what the other has answered, and go on with it."""
    with town.inside():
        made = material.begun()
        rating.write_answers(
            round=made.pk, told=material.said(material.FIRST), anyway=False, by=material.member("Pelle"), at=AT
        )
    group = material.shipped().groups[0].id
    assert "Två anmälningar" in page(town, "Pelle", f"{made.pk}/bedom/{group}/")
    with town.inside():
        Membership.objects.filter(name="Pelle").update(since=AT + dt.timedelta(minutes=1))
        with pytest.raises(rounds.SignsError):
            rating.lock(round=made.pk, by=material.member("Pelle"), at=AT)
    for rest in ("", f"bedom/{group}/", "las/"):
        assert town.client("Pelle").get(town.url(f"{HERE}{made.pk}/{rest}")).status_code == 404
    words = _("Has had a new way in since the round began, and cannot go on with it: break it off and begin anew.")
    assert words in page(town, "Kerstin", f"{made.pk}/")
    assert f"/{made.pk}/" not in page(town, "Pelle", "")
