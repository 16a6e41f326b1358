"""A round of early signs: two judge apart, lock, agree; what is not agreed well enough is told of nobody's area."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from tests.web.areas import material
from tests.web.cast import AT
from tests.web.conftest import Installation
from tests.web.incidents.ground import add_ground
from tests.web.test_unsaved import back, gone_for_long
from tryggve.domain.access import Role
from tryggve.domain.early_signs import LIMIT, Sign
from tryggve.store.database import meta
from tryggve.store.database.models import AuditEvent
from tryggve.web.areas.actions import following, rating, rounds
from tryggve.web.areas.models import AgreedSign, RatedSign, Rater, Round
from tryggve.web.areas.shown import View
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.models import Membership, UnsavedText
from tryggve.web.core.municipal import here
from tryggve.web.core.readiness import OPEN

HERE = "tidiga-tecken/"
FIRST_QUESTION = material.QUESTIONS[0]


@pytest.fixture
def town(installation: Installation) -> Installation:
    with installation.inside() as database:
        add_ground(database, timezone.now())
    return installation


def page(town: Installation, who: str, rest: str) -> str:
    answer = town.client(who).get(town.url(HERE + rest))
    assert answer.status_code == 200, rest
    return str(answer.content.decode())


def post(town: Installation, who: str, rest: str, **said: Any) -> Any:
    return town.client(who).post(town.url(HERE + rest), said)


def in_form(text: str, sign: Sign = Sign.SINGLE, group: str = "living_environment") -> dict[str, str]:
    """The fields of a group, all alike."""
    ids = [one.id for one in material.shipped().group(group).questions]  # type: ignore[union-attr]
    return {f"sign_{one}": str(sign) for one in ids} | {f"text_{one}": text for one in ids}


def test_a_round_from_beginning_to_consensus(town: Installation) -> None:
    """By the pages alone: coordinator, two raters, council."""
    assert "Björkbacken" in page(town, "Kerstin", "ny/")
    with town.inside():
        first, second = (one.pk for one in material.memberships("Pelle", "Sara"))
    begun = post(town, "Kerstin", "ny/", area="district|A1", day="2026-11-23", first=first, second=second)
    assert begun.status_code == 302
    pk = begun.url.rstrip("/").rsplit("/", 1)[1]
    groups = [one.id for one in material.shipped().groups]
    for who, words in (("Pelle", "Patrullens rundor"), ("Sara", "Fältgruppens rundor")):
        assert post(town, who, f"{pk}/las/", sure="on").status_code == 422  # nothing is answered
        for i, group in enumerate(groups):
            sign = Sign.SINGLE if i < 2 else Sign.RECURRING
            assert post(town, who, f"{pk}/bedom/{group}/", **in_form(words, sign, group)).status_code == 302
        assert post(town, who, f"{pk}/las/").status_code == 422  # not confirmed
        assert post(town, who, f"{pk}/las/", sure="on").status_code == 302
        assert post(town, who, f"{pk}/bedom/{groups[0]}/", **in_form("Något annat")).status_code == 404
    shown = page(town, "Kerstin", f"{pk}/")
    assert "Patrullens rundor" in shown
    assert "16 av 16" in shown
    assert post(town, "Kerstin", f"{pk}/faststall/", sure="on").status_code == 422  # no consensus yet
    for i, group in enumerate(groups):
        assert "Båda har bedömt lika" in page(town, "Kerstin", f"{pk}/samsyn/{group}/")
        sign = Sign.SINGLE if i < 2 else Sign.RECURRING
        told = in_form("Enligt båda", sign, group)
        assert post(town, "Kerstin", f"{pk}/samsyn/{group}/", **told).status_code == 302
    assert town.client("Rolf").get(town.url(f"{HERE}{pk}/")).status_code == 404
    assert post(town, "Kerstin", f"{pk}/faststall/", sure="on").status_code == 302
    council = page(town, "Rolf", f"{pk}/")
    assert "Enligt båda" in council
    assert "Patrullens rundor" not in council
    with town.inside():
        done = [one.details["done"] for one in AuditEvent.objects.filter(action="early_signs").order_by("pk")]
    assert done == [
        "begun",
        "named",
        "named",
        *["wrote"] * 4,
        "locked",
        *["wrote"] * 4,
        "locked",
        *["consensus"] * 4,
        "agreed",
    ]
    assert "svaren låsta" in town.client("Kerstin").get(town.url("installningar/logg/")).content.decode()


def test_nobody_sees_another_answer_before_both_are_locked(town: Installation) -> None:
    """T-RATERS: not the other rater, not whoever leads, not even when one of them has locked."""
    with town.inside():
        pk = material.begun(("Pelle", "Kerstin")).pk
        for name, words in (("Pelle", "Polisens ord"), ("Kerstin", "Rundor med enheten")):
            rating.write_answers(round=pk, told=material.said(material.FIRST, words), anyway=False,
                                 by=material.member(name), at=AT)  # fmt: skip
        rating.lock(round=pk, by=material.member("Pelle"), at=AT)
        for name in ("Kerstin", "Pelle"):
            view = View(Round.objects.get(pk=pk), material.member(name))
            assert not view.sees_answers
            assert {row.said for _group, rows in view.rows() for row in rows} == {()}
    pages = ["", "las/", "bedom/norms/", "samsyn/norms/", "faststall/", "avbryt/"]

    def seen(who: str, words: str) -> list[str]:
        answers = ((rest, town.client(who).get(town.url(f"{HERE}{pk}/{rest}"))) for rest in pages)
        return [rest for rest, answer in answers if words in answer.content.decode()]

    assert seen("Kerstin", "Polisens ord") == []
    assert seen("Kerstin", "Rundor med enheten") == ["las/", "bedom/norms/"]
    assert seen("Pelle", "Rundor med enheten") == []
    assert post(town, "Kerstin", f"{pk}/samsyn/norms/", **in_form("Enligt båda", group="norms")).status_code == 404
    with town.inside(), pytest.raises(rounds.SignsError):
        rating.write_consensus(round=pk, told=material.said(material.FIRST), anyway=False, by="Kerstin", at=AT)
    with town.inside():
        rating.lock(round=pk, by=material.member("Kerstin"), at=AT)
    assert seen("Kerstin", "Polisens ord") == ["", "samsyn/norms/", "faststall/"]
    assert seen("Pelle", "Rundor med enheten") == [""]


def test_what_is_locked_stands(town: Installation) -> None:
    """T-SEALED: the action refuses, and what is changed past it is seen and keeps the summary back."""
    with town.inside():
        made, other = material.agreed(), material.said(material.ALIKE)
        for act in (
            lambda: rating.write_answers(round=made.pk, told=other, anyway=False, by=material.member("Pelle"), at=AT),
            lambda: rating.write_consensus(round=made.pk, told=other, anyway=False, by="K", at=AT),
            lambda: rounds.agree(round=made.pk, by="K", at=AT),
            lambda: rounds.stop(round=made.pk, why="Ånger", by="K", at=AT),
        ):  # fmt: skip
            with pytest.raises(rounds.SignsError):
                act()
    assert "Området i den här omgången" in page(town, "Rolf", f"{made.pk}/")
    with town.inside():
        RatedSign.objects.filter(question=FIRST_QUESTION).update(sign="widespread")
    shown = page(town, "Rolf", f"{made.pk}/")
    assert "Området i den här omgången" not in shown
    assert "Svaren är inte de som låstes" in shown
    with town.inside():
        kept = AuditEvent.objects.filter(action="early_signs", details__done="locked").first()
        assert kept is not None
        assert kept.details["fingerprint"] == Rater.objects.order_by("pk")[0].fingerprint


def test_a_locked_rater_cannot_write_though_the_round_goes_on(town: Installation) -> None:
    with town.inside():
        made = material.begun()
        one = material.member("Pelle")
        rating.write_answers(round=made.pk, told=material.said(material.FIRST), anyway=False, by=one, at=AT)
        rating.lock(round=made.pk, by=one, at=AT)
        with pytest.raises(rounds.SignsError, match="låst"):
            rating.write_answers(round=made.pk, told=material.said(material.ALIKE), anyway=False, by=one, at=AT)
        assert not RatedSign.objects.exclude(rater__membership__name="Pelle").exists()


@pytest.mark.parametrize("second", [material.UNLIKE, [Sign.UNKNOWN] * 16], ids=["by chance", "not known"])
def test_an_area_is_not_told_of_where_raters_agree_too_little(town: Installation, second: list[Sign]) -> None:
    """To nobody: a consensus written down afterwards does not stand in for agreement."""
    with town.inside():
        made = material.agreed(second)
    for who in ("Kerstin", "Pelle", "Rolf"):
        shown = page(town, who, f"{made.pk}/")
        assert "Ingen sammanfattning av området visas" in shown
        assert "Området i den här omgången" not in shown
    assert "Enligt båda" not in page(town, "Rolf", f"{made.pk}/")
    assert "Enligt båda" in page(town, "Pelle", f"{made.pk}/")


def test_what_is_not_known_is_never_none(town: Installation) -> None:
    consensus = [Sign.UNKNOWN] * 4 + list(material.FIRST[4:])
    with town.inside():
        before = material.agreed(day=material.DAY - dt.timedelta(days=180))
        made = material.agreed(consensus=consensus)
        assert before.area == made.area
    shown = page(town, "Rolf", f"{made.pk}/")
    row = shown.split("Boendemiljö och säkerhet</th>")[1].split("</tr>")[0]
    assert re.findall(r">(\d)</td>", row) == ["0", "0", "0", "0", "4"]
    assert "mer av 0, mindre av 0, lika av 12, går inte att jämföra 4" in shown


def test_an_area_is_put_beside_itself_alone(town: Installation) -> None:
    """No other area, no other questions, no round that may not be shown."""
    with town.inside():
        for days, second in ((720, material.ALIKE), (540, material.UNLIKE), (360, material.ALIKE)):
            material.agreed(second, day=material.DAY - dt.timedelta(days=days))
        old = Round.objects.order_by("day")[0]
        Round.objects.filter(pk=old.pk).update(asked=old.asked | {"version": "2020-01"})
        material.agreed(area=material.OneArea("district", "A2", "Lillvreten"), day=material.DAY - dt.timedelta(days=9))
        material.agreed(area=material.OneArea("district@2020", "A1", "Björkbacken"), day=material.DAY)
        made = material.agreed(consensus=[Sign.WIDESPREAD] * 16)
    shown = page(town, "Rolf", f"{made.pk}/")
    table = shown.split('id="tid"')[1].split("</thead>")[0]
    assert table.count('<th scope="col"') == 3
    assert "28 november 2025" in table
    assert "mer av 12, mindre av 0, lika av 4" in shown
    assert "Lillvreten" not in shown


def test_the_limit_is_that_of_the_day_a_round_was_begun(town: Installation) -> None:
    """Nobody lowers it when the raters have turned out to differ."""
    with town.inside():
        made = material.agreed(material.NEARLY)
    assert post(town, "Kerstin", "grans/", limit="0.10", why="Lägre").status_code == 422
    assert post(town, "Kerstin", "grans/", limit="0.20", why="").status_code == 422
    assert post(town, "Kerstin", "grans/", limit="0.20", why="Arbetsgruppens beslut").status_code == 302
    assert post(town, "Pelle", "grans/", limit="0.20", why="Lägre").status_code == 403
    with town.inside():
        assert Round.objects.get(pk=made.pk).limit == LIMIT
        later = material.agreed(material.NEARLY, day=material.DAY + dt.timedelta(days=180))
        assert later.limit == 0.20
        event = AuditEvent.objects.get(action="choice", details__name="signs.limit")
    assert event.why == "Arbetsgruppens beslut"
    assert "Ingen sammanfattning" in page(town, "Kerstin", f"{made.pk}/")
    assert "Området i den här omgången" in page(town, "Kerstin", f"{later.pk}/")


def test_raters_are_two_and_independent(town: Installation) -> None:
    with town.inside():
        for pair in (("Pelle", "Pelle"), ("Pelle", "Vera"), ("Pelle", "Rut"), ("Pelle", "Rolf"), ("Pelle", "Adam")):
            with pytest.raises(rounds.SignsError):
                material.begun(pair)
        Membership.objects.filter(name="Rolf").update(roles=[str(Role.COORDINATOR)])
        with pytest.raises(rounds.SignsError, match="två organisationer"):
            material.begun(("Kerstin", "Rolf"))
        material.begun(("Kerstin", "Anna"))
        with pytest.raises(rounds.SignsError, match="pågår"):
            material.begun()
    choices = page(town, "Kerstin", "ny/").split('name="first"')[1].split("</select>")[0]
    assert [name in choices for name in ("Pelle", "Sara", "Anna", "Vera", "Rut", "Adam")] == [True] * 3 + [False] * 3


def test_each_sees_their_own_and_the_council_what_is_agreed(town: Installation) -> None:
    """Closed by default: who neither leads, rates nor sits in the council sees that there is nothing."""
    with town.inside():
        made = material.begun()
        fixed = material.agreed(area=material.OneArea("district", "A2", "Lillvreten"))
        Rater.objects.filter(round=fixed).exclude(membership__name="Pelle").delete()
    seen = {who: [name in page(town, who, "") for name in ("Björkbacken", "Lillvreten")]
            for who in ("Kerstin", "Pelle", "Sara", "Anna", "Rolf", "Vera")}  # fmt: skip
    assert seen == {"Kerstin": [True, True], "Pelle": [True, True], "Sara": [True, False], "Anna": [False, False],
                    "Rolf": [False, True], "Vera": [False, False]}  # fmt: skip
    assert town.client("Anna").get(town.url(f"{HERE}{made.pk}/")).status_code == 404
    for who in ("Rut", "Adam"):
        assert town.client(who).get(town.url(HERE)).status_code == 403
    assert town.client("Olle").get(town.url(HERE)).status_code == 404
    assert post(town, "Anna", f"{made.pk}/bedom/norms/", **in_form("x", group="norms")).status_code == 404
    assert post(town, "Kerstin", f"{made.pk}/las/", sure="on").status_code == 404


def test_who_has_left_or_become_private_rates_no_more(town: Installation) -> None:
    """T-PRIVATE: no free text of a private organisation."""
    with town.inside():
        made = material.begun()
        one = material.member("Pelle")
        type(one.organisation).objects.filter(pk=one.organisation.pk).update(private=True)
        with pytest.raises(rounds.SignsError):
            rating.write_answers(round=made.pk, told=material.said(material.FIRST), anyway=False,
                                 by=material.member("Pelle"), at=AT)  # fmt: skip
    assert town.client("Pelle").get(town.url(f"{HERE}{made.pk}/bedom/norms/")).status_code == 404
    assert town.client("Pelle").get(town.url(f"{HERE}{made.pk}/")).status_code == 404
    assert "Björkbacken" not in page(town, "Pelle", "")


def test_evidence_is_looked_through_for_persons(town: Installation) -> None:
    """T-SCREEN: never a personnummer; a name only where somebody has looked."""
    with town.inside():
        pk = material.begun().pk
    url = f"{pk}/bedom/norms/"
    hard = post(town, "Pelle", url, **in_form("Han är 19811218-9876", group="norms"), anyway="on")
    assert hard.status_code == 422
    soft = post(town, "Pelle", url, **in_form("Kalle Karlsson säljer där", group="norms"))
    assert soft.status_code == 422
    assert '<mark class="personal">' in soft.content.decode()
    with town.inside():
        assert not RatedSign.objects.exists()
    assert (
        post(town, "Pelle", url, **in_form("Kalle Karlsson säljer där", group="norms"), anyway="on").status_code == 302
    )
    with town.inside():
        assert {one.flags for one in RatedSign.objects.all()} == {"name"}
    assert post(town, "Kerstin", f"{pk}/avbryt/", why="Kalle Karlsson har slutat").status_code == 422


def test_before_driftstart_no_area_is_judged(town: Installation) -> None:
    """T-START."""
    with town.inside():
        pk = material.begun().pk
        choose(name=OPEN, value=False, by="test", at=AT)
        with pytest.raises(rounds.SignsError, match="Driftstart"):
            material.begun(area=material.OneArea("district", "A2", "Lillvreten"))
    assert post(town, "Pelle", f"{pk}/bedom/norms/", **in_form("Rundor", group="norms")).status_code == 422
    with town.inside():
        assert not RatedSign.objects.exists()


def test_half_filled_is_kept_and_not_locked(town: Installation) -> None:
    with town.inside():
        pk = material.begun().pk
    half = in_form("Rundor", group="norms") | {"sign_own_order": "", "text_discontent": "  "}
    assert post(town, "Pelle", f"{pk}/bedom/norms/", **half).status_code == 302
    assert "2 av 4" in page(town, "Pelle", f"{pk}/")
    refused = post(town, "Pelle", f"{pk}/las/", sure="on").content.decode()
    assert "Uppgörelser vid sidan av" in refused
    assert "Utåtagerande missnöje" in refused
    made_up = in_form("Rundor", group="norms") | {"sign_own_order": "terrible"}
    assert post(town, "Pelle", f"{pk}/bedom/norms/", **made_up).status_code == 422


def test_texts_go_with_those_of_reports_and_answers_stay(town: Installation) -> None:
    """T-RETENTION: nothing goes without a run of retention; then the evidence does, and the round is still told of."""
    with town.inside():
        old = material.agreed(day=material.DAY - dt.timedelta(days=800))
        young = material.agreed()
        assert following.follow_retention(at=AT) == 0
        day = meta.Fact.TEXT_GONE
        meta.write(here(), day, str(material.DAY.toordinal() - dt.date(1970, 1, 1).toordinal() - 30))
        assert following.follow_retention(at=AT) == 48
        assert following.follow_retention(at=AT) == 0
        assert {one.text for one in RatedSign.objects.filter(rater__round=old)} == {""}
        assert {one.text for one in AgreedSign.objects.filter(round=old)} == {""}
        assert "" not in {one.text for one in RatedSign.objects.filter(rater__round=young)}
    shown = page(town, "Kerstin", f"{old.pk}/")
    assert "Texterna har gallrats" in shown
    assert "Området i den här omgången" in shown


def test_a_round_can_be_broken_off_and_tells_nothing(town: Installation) -> None:
    with town.inside():
        made = material.locked()
    assert post(town, "Kerstin", f"{made.pk}/avbryt/", why="").status_code == 422
    assert post(town, "Pelle", f"{made.pk}/avbryt/", why="Nej").status_code == 403
    assert post(town, "Kerstin", f"{made.pk}/avbryt/", why="En av de två har slutat").status_code == 302
    assert "En av de två har slutat" in page(town, "Kerstin", f"{made.pk}/")
    assert town.client("Rolf").get(town.url(f"{HERE}{made.pk}/")).status_code == 404
    with town.inside():
        material.begun()


def test_what_a_rater_wrote_when_logged_out_is_kept(town: Installation) -> None:
    """T-UNSAVED."""
    with town.inside():
        pk = material.begun().pk
    town.client("Pelle")
    gone_for_long(town, "Pelle")
    assert post(town, "Pelle", f"{pk}/bedom/norms/", **in_form("Tre timmars arbete", group="norms")).status_code == 302
    with town.inside():
        assert UnsavedText.objects.get().key == f"{pk} norms"
    assert "Tre timmars arbete" in back(town, "Pelle")
