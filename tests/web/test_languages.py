"""Every page in Swedish and in English: each text is in the language it is said to be in, and none is a bare msgid."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from tests.web.furnished import Furnished, _furnished_template, standing  # noqa: F401
from tests.web.told import words_of
from tests.web.visits import visits

COMMON = {
    "sv": set(
        "och att är inte som för på med av till det ett du ska från vid inga när här där eller vad efter".split()
    ),
    "en": set("the of and is not to with are this that you from has have been which when where how than".split()),
}
"""Small words that no sentence does without. Two of the other language's in one text are no accident."""
CITED = re.compile(r"Källa: |doi:|https?://|Fiducial|\{")
"""Titles of works, addresses and what the log holds stay as they are."""
SAID_BY_PEOPLE = ("Laga belysningen vid stationen", "Fältarna går ut på fredag", "Belysningen är trasig")
"""What somebody has written is in whichever language they wrote it."""


@cache
def other_words(language: str) -> dict[str, str]:
    """Each text of the other language that has a translation of its own, and that translation."""
    with (files("tryggve") / "locale" / "sv" / "LC_MESSAGES" / "tryggve.po").open("rb") as content:
        told = [(one.id, one.string) for one in read_po(content) if isinstance(one.id, str) and one.id and one.string]
    pairs = [
        (sv, en) if language == "en" else (en, sv) for en, sv in told if len(en) > 3 and en.casefold() != sv.casefold()
    ]
    right = {right for _wrong, right in pairs}
    return {wrong: right_ for wrong, right_ in pairs if wrong not in right}


def strange(language: str, text: str) -> str:
    """Why a text is not in the language; "" where it is."""
    if CITED.search(text) or any(one in text for one in SAID_BY_PEOPLE):
        return ""
    if text in other_words(language):
        return f"not translated: {text!r} → {other_words(language)[text]!r}"
    words = set(re.findall(r"[a-zåäö]+", text.casefold()))
    found = words & (COMMON["en" if language == "sv" else "sv"] - COMMON[language])
    return f"{sorted(found)} in {text!r}" if len(found) > 1 else ""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_mixes_languages(standing: Furnished, language: str) -> None:  # noqa: F811
    faults: dict[str, str] = {}
    for visit in visits():
        client = standing.client(visit.who)
        client.cookies["sprak"] = language
        page = client.get(standing.address(visit.path), follow=True).content.decode()
        assert f'<html lang="{language}"' in page
        for said_in, text in words_of(page):
            if why := strange(said_in or language, text):
                faults.setdefault(why, f"{visit.name} {visit.path}")
    assert not faults, "\n".join(f"{where}: {why}" for why, where in faults.items())


def test_the_language_is_switched_in_the_header(standing: Furnished) -> None:  # noqa: F811
    client = standing.client("Kerstin")
    page = standing.address("{here}/insatser/")
    assert '<button name="language" value="en" lang="en">' in client.get(page).content.decode()
    assert client.post("/sprak/", {"language": "en", "next": page}).url == page
    shown = client.get(page).content.decode()
    assert '<html lang="en"' in shown
    assert '<button name="language" value="sv" lang="sv">' in shown
