"""To fix a lägesbild as a person does it: the page is read, what stands there is confirmed, the worker makes it."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from tests.web.conftest import Installation
from tests.web.situation.seed import WEEK
from tryggve.web.situation import work

DRAFT = f"/exempelkommunen/lagesbild/{WEEK}/"
HIDDEN = ("fingerprint", "texts", "told", "version")


def confirmed(installation: Installation, who: str = "Kerstin", **answers: Any) -> Any:
    """What somebody gets who reads the page and confirms what stands there."""
    client = installation.client(who)
    page = client.get(f"{DRAFT}faststall/").content.decode()
    return client.post(f"{DRAFT}faststall/", hidden(page) | {"sure": "on"} | answers)


def hidden(page: str) -> dict[str, str]:
    return {name: found[1] for name in HIDDEN if (found := re.search(rf'name="{name}" value="(\w+)"', page))}


def worked(installation: Installation) -> None:
    """The background worker has been there."""
    with installation.inside():
        work.make_what_is_asked(timezone.now())


def fixed(installation: Installation, **answers: Any) -> str:
    """The page of the work, when Kerstin has confirmed and the worker has been there."""
    answer = confirmed(installation, **answers)
    assert answer.status_code == 302, answer.content.decode()
    worked(installation)
    page: str = installation.client("Kerstin").get(answer.url).content.decode()
    return page
