"""T-UNSAVED: what was written and could not be saved is kept for whoever wrote it, and is there when they come back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from tests.web.conftest import KOMMUN, Installation
from tests.web.group import material
from tryggve.domain.access import IDLE
from tryggve.web.core import work
from tryggve.web.core.actions.unsaved import KEPT
from tryggve.web.core.models import UnsavedText
from tryggve.web.core.seen import SEEN

HERE = f"/{KOMMUN}/osparat/"


def gone_for_long(installation: Installation, who: str) -> None:
    session = installation.client(who).session
    session[SEEN] = timezone.now().timestamp() - IDLE.total_seconds() - 1
    session.save()


def back(installation: Installation, who: str) -> str:
    """What they see of unsaved texts, logged in again."""
    installation.clients.pop(who)
    page: str = installation.client(who).get(HERE).content.decode()
    return page


def texts(installation: Installation) -> list[Any]:
    with installation.inside():
        return [row.texts for row in UnsavedText.objects.all()]


@pytest.fixture
def url(installation: Installation) -> str:
    """A text of a meeting that Kerstin has written once."""
    with installation.inside():
        pk = material.meeting().pk
    url = installation.url(f"moten/{pk}/text/changed/")
    installation.client("Kerstin").post(url, {"text": "Lugnare i norr.", "version": "0"})
    return url


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}], ids=["page", "script"])
def test_the_one_who_was_second_has_both_whole(installation: Installation, url: str, headers: dict[str, str]) -> None:
    client = installation.client("Kerstin")
    late = client.post(url, {"text": "Oroligare i söder.", "version": "0"}, headers=headers)
    assert late.status_code == 409
    for page in (*([] if headers else [late.content.decode()]), client.get(HERE).content.decode()):
        assert "Oroligare i söder." in page
        assert "Lugnare i norr." in page
        assert 'name="version" value="1"' in page
    assert HERE in client.get(url.split("text/")[0] + "skriv/").content.decode()
    assert "Oroligare" not in installation.client("Pelle").get(HERE).content.decode()
    client.post(url, {"text": "Lugnare i norr, oroligare i söder.", "version": "1"}, headers=headers)
    assert texts(installation) == []


def test_who_was_logged_out_meanwhile_finds_it_again(installation: Installation, url: str) -> None:
    gone_for_long(installation, "Kerstin")
    answer = installation.client("Kerstin").post(url, {"text": "Skrivet länge.", "version": "1"})
    assert parse_qs(urlsplit(answer.url).query)["next"] == [HERE]
    page = back(installation, "Kerstin")
    assert "Skrivet länge." in page
    assert "Lugnare i norr." in page
    gone_for_long(installation, "Kerstin")
    script = installation.client("Kerstin").post(
        url, {"text": "Längre.", "version": "1"}, HTTP_ACCEPT="application/json"
    )
    assert script.status_code == 401
    assert texts(installation) == [{"text": "Längre."}]


def test_what_may_not_be_written_is_not_kept_either(installation: Installation, url: str) -> None:
    gone_for_long(installation, "Kerstin")
    installation.client("Kerstin").post(url, {"text": "Det var 19121212-1212.", "version": "1"})
    gone_for_long(installation, "Pelle")
    installation.client("Pelle").post(url, {"text": "Får inte skriva här.", "version": "1"})
    installation.client("Olle").post(url, {"text": "Inte heller.", "version": "1"})
    installation.client().post(url, {"text": "Vem?", "version": "1"})
    assert texts(installation) == []


def test_it_is_thrown_away_by_its_owner_alone_or_by_time(installation: Installation, url: str) -> None:
    for section in ("changed", "other"):
        for version in ("0", "7"):
            installation.client("Kerstin").post(url.replace("changed", section), {"text": version, "version": version})
    with installation.inside():
        first, second = UnsavedText.objects.order_by("id").values_list("pk", flat=True)
    assert installation.client("Pelle").post(f"{HERE}{first}/kasta/").status_code == 302
    assert len(texts(installation)) == 2
    installation.client("Kerstin").post(f"{HERE}{first}/kasta/")
    with installation.inside():
        at = UnsavedText.objects.get(pk=second).at
        work.forget_unsaved(at + KEPT)
        assert UnsavedText.objects.exists()
        work.forget_unsaved(at + KEPT + dt.timedelta(seconds=1))
        assert not UnsavedText.objects.exists()


def test_what_was_written_after_the_meeting_ended_is_there_to_be_copied(installation: Installation, url: str) -> None:
    client = installation.client("Kerstin")
    client.post(url.split("text/")[0] + "avsluta/")
    answer = client.post(url, {"text": "För sent.", "version": "1"})
    assert answer.status_code == 409
    assert "För sent." in answer.content.decode()
    assert "readonly" in client.get(HERE).content.decode()


def test_an_insats_that_somebody_changed_shows_both(installation: Installation) -> None:
    with installation.inside():
        task = material.task()
        who = task.organisation_id
    client, url = installation.client("Kerstin"), installation.url(f"insatser/{task.pk}/andra/")
    said = {"organisation": who, "due": "2026-11-30", "version": "1"}
    assert client.post(url, said | {"what": "Klipp häcken"}).status_code == 302
    late = client.post(url, said | {"what": "Fäll trädet", "due": "2026-12-01"})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Klipp häcken" in page
    assert 'value="Fäll trädet"' in page
    assert "Fäll trädet" in client.get(HERE).content.decode()
    assert client.post(url, said | {"what": "Fäll trädet", "version": "2"}).status_code == 302
    assert texts(installation) == []


def test_a_lagesrapport_of_two_colleagues_shows_both(installation: Installation) -> None:
    pelle, url = installation.client("Pelle"), installation.url("lagesrapporter/spara")
    pelle.post(url, {"seen": "Ett.", "worries": "Mycket.", "version": "0"})
    late = pelle.post(url, {"seen": "Två.", "version": "0"})
    assert late.status_code == 409
    for words in ("Ett.", "Två.", "Mycket."):
        assert words in late.content.decode()
    assert pelle.post(url, {"seen": "Ett. Två.", "version": "1"}).status_code == 302
    assert texts(installation) == []
