"""Municipalities are walled from each other, and from whoever is not logged in."""

from __future__ import annotations

import pytest

from tests.web.conftest import Installation
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import NotEnteredError, entered


def test_a_member_gets_in_and_an_outsider_learns_nothing(installation: Installation) -> None:
    """T-404: what is hidden and what does not exist look the same."""
    assert installation.client("Rolf").get("/").url == installation.url()
    assert installation.client("Olle").get(installation.url()).status_code == 404
    assert installation.client("Olle").get("/finns-inte/").status_code == 404
    for kommun in ("exempelkommunen", "finns-inte"):
        assert installation.client("Olle").get(f"/inbjudan/{kommun}/klart/").status_code == 404
    answer = installation.client().get(installation.url())
    other = installation.client().get("/finns-inte/")
    assert answer.status_code == other.status_code == 302
    assert answer.url.startswith("/konto/logga-in/")


def test_municipal_tables_are_out_of_reach_outside_a_municipality(installation: Installation) -> None:
    """T-WALL: the wall is a database."""
    with pytest.raises(NotEnteredError):
        Organisation.objects.count()
    with entered("exempelkommunen"):
        assert Organisation.objects.count() == 5
        with pytest.raises(NotEnteredError), entered("grannkommunen"):
            pass
    with entered("grannkommunen"):
        assert [one.name for one in Organisation.objects.all()] == ["Grannens enhet"]
