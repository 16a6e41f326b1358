"""The signals of a period: outlined on the week's map with their names, and in the table beside it."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import Installation
from tests.web.situation.signal_town import _signal_template, first_signal, town  # noqa: F401
from tryggve.domain.calendar_days import day_date
from tryggve.store.database.signal_models import Signal
from tryggve.web.core.models import Organisation


def week_of(town: Installation) -> str:  # noqa: F811
    name = first_signal(town)
    with town.inside():
        row = Signal.objects.get(name=name)
    year, week, _day = day_date(row.last_day).isocalendar()
    return f"veckan/{year}-W{week:02d}/"


def zones(town: Installation, address: str, who: str = "Kerstin") -> list[dict[str, Any]]:  # noqa: F811
    layers = town.client(who).get(town.url(address)).json()["layers"]
    return [one["properties"] for layer in layers if layer["kind"] == "zone" for one in layer["features"]["features"]]


def test_they_are_on_the_map_and_in_the_table(town: Installation) -> None:  # noqa: F811
    week, name = week_of(town), first_signal(town)
    (zone,) = zones(town, f"{week}karta.json")
    assert zone["title"].startswith("Ruta 4. ")
    page = town.client("Kerstin").get(town.url(week)).content.decode()
    assert f'data-map-focus="signals:{zone["id"]}"' in page
    assert f"/signaler/{name}/" in page
    assert "Ruta 4" in page[page.index('id="signals"') :]


def test_they_are_of_the_period_and_area_looked_at(town: Installation) -> None:  # noqa: F811
    week, name = week_of(town), first_signal(town)
    assert zones(town, "veckan/2025-W40/karta.json") == []
    with town.inside():
        row = Signal.objects.get(name=name)
    elsewhere = "R1" if "R1" not in row.areas else "R9"
    assert zones(town, f"{week}karta.json?area={row.level}:{elsewhere}") == []
    assert len(zones(town, f"{week}karta.json?area={row.level}:R4")) == 1


def test_only_those_who_read_signals_see_them(town: Installation) -> None:  # noqa: F811
    with town.inside():
        Organisation.objects.filter(name="Polisen").update(live=True)
    week = week_of(town)
    assert zones(town, f"{week}karta.json", "Pelle") == []
    assert 'id="signals"' not in town.client("Pelle").get(town.url(week)).content.decode()
