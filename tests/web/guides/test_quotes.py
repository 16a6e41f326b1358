"""What a guide prints in bold stands just so on a page that its reader sees: guides cannot rot unseen."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from tests.conftest import ROOT
from tests.web.conftest import Installation
from tests.web.guides.conftest import KERSTIN
from tests.web.guides.pictures import ADAM, BERIT, REPORTER, ROLF
from tryggve.web.accounts.models import Account

ANNA, VERA = "Anna Analytiker", "Vera Väktare"
FOLDER = ROOT / "docs" / "sv" / "handledning"
CATALOGUE = ROOT / "src" / "tryggve" / "locale" / "sv" / "LC_MESSAGES" / "tryggve.po"
SAYS_SO = "Allt som står med **fet stil** i den här guiden står likadant på sidan."
_WEEK = ("veckan/2025-W51/", "lagesbild/2025-W51/", "lagesbilder/", "lagesbilder/2025-W51/1/")

READ: Mapping[str, tuple[tuple[str | None, tuple[str, ...]], ...]] = {
    "rapportor.md": (
        (None, ("/inbjudan/exempelkommunen/{join}/",)),
        (REPORTER, ("rapport/", "mina/", "/konto/")),
    ),
    "organisationsansvarig.md": (
        (
            BERIT,
            ("personer/organisation/{homes}/", "personer/organisation/{homes}/qr/",
                "personer/{member}/", "mina/", "mina/organisationen/",
             "veckan/2025-W51/", "lagesbilder/", "insatser/", "moten/", "lagesrapporter/"),
        ),
    ),
    "radsledamot.md": ((ROLF, ("lagesbilder/", "lagesbilder/2025-W51/1/", "moten/", "moten/{past}/")),),
    "samordnare.md": (
        (
            KERSTIN,
            ("inkorg/", "inkorg/{alike}/", "inkorg/{marked}/", "ladda-upp/", "veckan/", *_WEEK,
             "lagesbild/2025-W52/faststall/", "signaler/", "signaler/2025-10-01-S402/", "signaler/facit/", "insatser/",
             "moten/{next}/", "moten/{next}/skriv/", "lagesrapporter/?period=2025-W51", "driftstart/"),
        ),
    ),
    "moten-och-insatser.md": (
        (
            KERSTIN,
            ("insatser/", "insatser/ny/", "insatser/1/", "insatser/3/", "moten/", "moten/nytt/", "moten/{next}/",
             "moten/{next}/skriv/", "moten/{next}/avsluta/", "signaler/2025-10-01-S402/", "inkorg/{asked}/"),
        ),
    ),
    "administrator.md": (
        (
            ADAM,
            ("driftstart/", "installningar/", "personer/", "personer/organisation/ny/", "personer/organisation/5/",
             "personer/organisation/{homes}/", "personer/{member}/",
                "installningar/platser/", "installningar/logg/"),
        ),
    ),
    "analytiker.md": (
        (ANNA, ("veckan/2025-W51/", "veckan/2025-W51/rapporter/", *_WEEK, "signaler/", "signaler/facit/")),
    ),
}  # fmt: skip
"""Guide → whose pages it describes."""

AFTERWARDS: Mapping[str, frozenset[str]] = {
    "rapportor.md": frozenset({
        "Nu är du med", "Din kod", "Tack. Rapporten är mottagen.", "Skicka en till", "Ångra: ta tillbaka rapporten",
    }),
    "samordnare.md": frozenset({
        "Mina kommuner", "Förslag, med skäl", "Ångra", "Rapportören säger: samma händelse",
    }),
    "administrator.md": frozenset({"Sidan finns inte", "Du får inte öppna den här sidan"}),
}  # fmt: skip
"""What is shown only once something has been done: the catalogue of texts has it."""


def quoted(guide: str) -> set[str]:
    """What is printed in bold, as one line each."""
    text = (FOLDER / guide).read_text("utf-8").replace(SAYS_SO, "")
    return {" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)}


def words_of(page: str) -> str:
    """All that a page says or can come to say, as one line."""
    told = re.findall(r'data-text-[\w-]+="([^"]*)"', page)
    plain = re.sub(r"<[^>]+>", " ", re.sub(r'<span class="visually-hidden">.*?</span>', " ", page))
    return " ".join(html.unescape(" ".join([plain, *told])).replace("\u00ad", "").split())


def catalogue() -> set[str]:
    """Every Swedish text there is."""
    with CATALOGUE.open("rb") as file:
        return {str(one.string) for one in read_po(file)}


@pytest.mark.parametrize("guide", READ)
def test_what_is_bold_is_on_the_page(guide: str, installation: Installation, ids: Mapping[str, str]) -> None:
    seen = []
    for login, addresses in READ[guide]:
        client = Client()
        if login is not None:
            client.force_login(Account.objects.get(name=login))
        for address in addresses:
            there = address.format_map(ids)
            answer = client.get(there if there.startswith("/") else installation.url(there), follow=True)
            assert answer.status_code == 200, there
            seen.append(words_of(answer.content.decode()))
    said, later = "\n".join(seen), AFTERWARDS.get(guide, frozenset())
    assert later <= catalogue()
    assert sorted(one for one in quoted(guide) - later if one.rstrip(".") not in said) == []


def test_a_quote_that_is_nowhere_is_found() -> None:
    page = words_of('<p>Anmäl <b>nu</b></p><a data-text-failed="Det gick&amp;inte">Skade&shy;görelse</a>')
    assert "Skadegörelse" in page
    assert "Det gick&inte" in page
    assert "Rapportera nu" not in page
    assert {"Skicka", "Nu"} <= quoted("rapportor.md")


def test_every_guide_of_the_web_says_what_bold_is() -> None:
    assert {file.name for file in FOLDER.glob("*.md") if SAYS_SO in file.read_text("utf-8")} == set(READ)
