"""Nicknames and user names: each rule with what it finds and what it leaves alone."""

from __future__ import annotations

import pytest

from tryggve.ingest.privacy import find


def found(text: str, kind: str) -> list[str]:
    return [text[f.start : f.end] for f in find(text) if f.kind.value == kind]


@pytest.mark.parametrize(
    ("text", "nicknames"),
    [
        ("killen kallas Burken", ["Burken"]),
        ("han kallas för burken", ["burken"]),
        ("kallar sig för tornet", ["tornet"]),
        ("de kallar honom ”Snok”", ["Snok"]),
        ("går under namnet Lillprinsen", ["Lillprinsen"]),
        ("känd som 'Krypet'", ["Krypet"]),
        ("alias Kung Zork", ["Kung Zork"]),
        ("taggen ZORK på skåpet", ["ZORK"]),
        ("mötte Ali ”Snabbfot” igår", ["Snabbfot"]),
        ("alla säger Skruven till honom", ["Skruven"]),
        ("Räven hälsade", ["Räven"]),
        ("lillen och Ali satt där", ["lillen"]),
    ],
)
def test_nicknames(text: str, nicknames: list[str]) -> None:
    assert found(text, "nickname") == nicknames


@pytest.mark.parametrize(
    "text",
    [
        "polisen kallades till platsen", "blev kallad saker", "ambulans kallades snabbt",
        "ny tagg i svart",
        "kalla det vad ni vill", "skylten ”Förbjudet att bada”", "en räv sprang", "kallas till möte",
        "känd som en plats",
    ],
)  # fmt: skip
def test_what_is_no_nickname(text: str) -> None:
    assert found(text, "nickname") == []


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("skrev @kalle_98 igår", ["@kalle_98"]),
        ("kolla @torgets.drottning.", ["@torgets.drottning"]),
        ("snap: kalle98", ["kalle98"]),
        ("kontot fabbe.moped.2010 visar", ["fabbe.moped.2010"]),
        ("mackan_07x vet", ["mackan_07x"]),
        ("xkalle98 på snap", ["xkalle98"]),
        ("Ali123 skrev", ["Ali123"]),
    ],
)
def test_user_names(text: str, handles: list[str]) -> None:
    assert found(text, "handle") == handles


@pytest.mark.parametrize(
    "text",
    [
        "3 st @ 25 kr",
        "@",
        "a@b.se",
        "snap och insta",
        "kontot är spärrat",
        "bild IMG_2034.jpg",
        "fil veckans_lista.csv",
    ],
)
def test_what_is_no_user_name(text: str) -> None:
    assert found(text, "handle") == []
