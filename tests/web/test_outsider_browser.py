"""The outsider in a browser: who is a member nowhere, and who is not signed in, meets nothing of a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.web.furnished import Furnished, _furnished_template, furnished  # noqa: F401
from tests.web.live import served
from tests.web.visits import visits
from tryggve.web.core.models import Membership, Organisation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

FILES = (
    "rapport/karta", "inkorg/{one}/karta", "veckan/{week}/karta.json", "signaler/{signal}/karta.json",
    "lagesbilder/{fixed}/1/lagesbild.pdf", "insatser/insatser.csv", "insatser/insatser.xlsx", "insatser/insatser.ics",
    "insatser/{task}/insats.ics", "moten/{before}/mote.ics", "moten/{before}/anteckningar.pdf",
    "installningar/logg.csv",
)  # fmt: skip
"""Maps, documents, files and calendars, beside the pages of `visits`."""
SHOWN = ("", "rapport/", "veckan/{week}/", "lagesbilder/{fixed}/1/", "moten/{before}/")
"""What is also looked at as a browser shows it."""


@pytest.mark.browser
def test_by_address_and_by_link_an_outsider_meets_nothing(browser: Browser, furnished: Furnished) -> None:  # noqa: F811
    """T-404: nothing but 404 for who is signed in and the login for who is not, and no name of the municipality."""
    own = furnished.installation
    with own.inside("grannkommunen"):
        Membership.objects.filter(name="Olle").update(ended=timezone.now())
    with own.inside():
        # "Polisen: 114 14" stands where one signs in.
        names = ["Exempelkommunen", *Organisation.objects.exclude(kind="police").values_list("name", flat=True)]
        assert len(names) > 4
    paths = [own.url(path).format_map(furnished.parts) for path in FILES]
    paths += [furnished.address(one.path) for one in visits() if one.path.startswith("{here}")]
    kerstin = own.client("Kerstin")
    assert not [path for path in paths[: len(FILES)] if kerstin.get(path).status_code != 200]
    with served(own) as site:
        for who, status in (("Olle", 404), (None, 302)):
            context = browser.new_context(base_url=site.url, locale="sv-SE")
            if who:
                context.add_cookies(site.cookies(who))  # type: ignore[arg-type]
            assert not [told for path in paths for told in asked(context, path, status, names)]
            shown = [own.url(path).format_map(furnished.parts) for path in SHOWN]
            assert not [told for path in ("/", *shown) for told in looked(context, path, status, names)]
            context.close()


def asked(context: BrowserContext, path: str, status: int, names: list[str]) -> list[str]:
    """What an address answers otherwise than an outsider should be answered."""
    answer: Any = context.request.get(path, max_redirects=0)
    where = answer.headers.get("location", "")
    ok = answer.status == status and (status != 302 or where.startswith("/konto/logga-in/"))
    held = [name for name in names if name in answer.text()]
    return [] if ok and not held else [f"{path}: {answer.status} {where} {held}"]


def looked(context: BrowserContext, path: str, status: int, names: list[str]) -> list[str]:
    """What a page shows, or leads to, of the municipality."""
    page = context.new_page()
    answer = page.goto(path)
    assert answer is not None
    wanted = 200 if status == 302 or path == "/" else status
    found = [] if answer.status == wanted else [f"{path}: {answer.status}"]
    if status == 302 and path != "/":
        found += [] if "/konto/logga-in/" in page.url else [f"{path}: at {page.url}"]
    found += [f"{path} holds {name}" for name in names if name in page.content()]
    links = page.evaluate("[...document.links].map((one) => one.getAttribute('href'))")
    assert links, path
    found += [f"{path} leads to {link}" for link in links if "exempelkommunen" in link.split("?")[0]]
    page.close()
    return found
