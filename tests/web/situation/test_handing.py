"""What is written to the chapters goes no further than its words allow (T-SCREEN, T-PLACES, T-PRIVATE)."""

from __future__ import annotations

import re

from tests.web.conftest import Installation
from tests.web.situation.adopting import DRAFT, confirmed
from tryggve.reports.tree import Audience
from tryggve.web.core.models import KnownPlace, Membership
from tryggve.web.situation.handing import REACH, given, names, signs, too_far, widest
from tryggve.web.situation.models import Making


def test_names_of_organisations_and_places_are_seen_whatever_their_form(installation: Installation) -> None:
    with installation.inside():
        KnownPlace.objects.create(name="Torget", x=1, y=1)
        secret = KnownPlace.objects.filter(protected=True).values_list("name", flat=True)[0]
        known = names()
        seen = {text: widest(signs(text, known)) for text in (
            "Belysningen är trasig.", "Väktarnas rapporter", "vid TORGET", f"nära {secret.lower()}sparken",
            "Kalle Karlsson syns ofta",
        )}  # fmt: skip
        Membership.objects.filter(name="Pelle").update(name="Pelle på torpet")
        assert widest(signs("enligt pelle på torpet", names())) is Audience.SHARED
        words = {sign.words for sign in signs("Väktarnas rapporter från torget", known)}
    assert list(seen.values()) == [
        Audience.AREA, Audience.AREA, Audience.AREA, Audience.INTERNAL, Audience.SHARED,
    ]  # fmt: skip
    assert words == {"Väktarnas", "torget"}


def test_a_choice_past_what_the_words_allow_is_refused(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    kerstin.post(f"{DRAFT}text/where/", {"text": "Kalle Karlsson syns ofta.", "version": "0"})
    page = kerstin.get(f"{DRAFT}faststall/").content.decode()
    field = re.search(r'<select name="to_where".*?</select>', page, re.DOTALL)
    assert field is not None
    assert re.findall(r'value="(\w+)"( selected)?', field[0]) == [("internal", ""), ("shared", " selected")]
    assert '<mark class="personal">Kalle Karlsson</mark>' in page
    assert confirmed(installation, to_where="area").status_code == 422
    assert confirmed(installation, to_where="internal").status_code == 302
    with installation.inside():
        assert Making.objects.get().wish["reach"] == {"where": "internal"}


def test_each_version_holds_the_texts_that_go_so_far(installation: Installation) -> None:
    texts = {"where": "a", "when": "b", "what": "c"}
    reach = {"where": "internal", "what": "area"}
    found = [sorted(given(texts, reach, audience)) for audience in REACH]
    assert found == [["what", "when", "where"], ["what", "when"], ["what"]]
    with installation.inside():
        assert too_far({"where": "Kalle Karlsson", "when": "Kalle Karlsson"}, {"where": "area"}) == ["where"]
