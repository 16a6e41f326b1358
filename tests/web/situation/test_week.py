"""The week as each reader may see it, and what lies behind its numbers."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import Installation
from tests.web.situation.seed import WEEK
from tryggve.domain.language import _
from tryggve.reports.week.periods import read_period
from tryggve.store.database.models import AreaDivision, AuditEvent, Incident, KeptReportDay
from tryggve.web.core.models import KnownPlace
from tryggve.web.situation.models import Draft
from tryggve.web.situation.week_views import QUERIES


def week(rest: str = "", query: str = "") -> str:
    return f"/exempelkommunen/veckan/{WEEK}/{rest}{query}"


def test_each_sees_as_far_as_their_right_goes(installation: Installation) -> None:
    pages = {
        name: installation.client(name).get(week()).content.decode() for name in ("Kerstin", "Pelle", "Vera", "Sara")
    }
    maps = {name: installation.client(name).get(week("karta.json")) for name in pages}
    layers = {
        name: {one["id"] for one in found.json()["layers"]} for name, found in maps.items() if found.status_code == 200
    }
    assert layers == {
        "Kerstin": {"areas", "points", "places"}, "Pelle": {"areas", "points", "places"}, "Vera": {"areas", "places"},
    }  # fmt: skip
    assert _("The picture is shown when it is fastställd") in pages["Sara"]
    # Who may read what the own organisation sent is led there, where it is all of it.
    assert "/mina/organisationen/" in pages["Sara"].split("<h1>")[1]
    assert maps["Sara"].status_code == 403
    assert _("Nothing has come since.") in pages["Kerstin"]
    assert _("Nothing has come since.") not in pages["Pelle"] + pages["Vera"]
    lists = {
        name: installation.client(name).get(week("rapporter/")).content.decode()
        for name in ("Kerstin", "Pelle", "Vera")
    }
    assert _("Read the text") in lists["Kerstin"]
    assert "Exempelbostäder" in lists["Kerstin"]
    assert _("Read the text") not in lists["Pelle"]
    assert "Exempelbostäder" not in lists["Pelle"] + lists["Vera"]
    assert _("Your organisation sees events by area and day.") in lists["Vera"]
    for name in ("Rolf", "Rut", "Adam"):
        assert installation.client(name).get(week()).status_code == 403
        assert installation.client(name).get(week("rapporter/")).status_code == 403
    assert installation.client("Olle").get(week()).status_code == 404


def test_points_of_a_protected_place_are_nobodys(installation: Installation) -> None:
    """T-PLACES."""
    with installation.inside():
        point = Incident.objects.filter(last_day__range=days(), location_precision=1, left_out="").first()
        assert point is not None
        assert point.x is not None
        assert point.y is not None
    before = drawn(installation, "Kerstin")
    with installation.inside():
        KnownPlace.objects.create(name="Skyddat", x=point.x, y=point.y, protected=True, radius=150)
    after = {name: drawn(installation, name) for name in ("Kerstin", "Pelle")}
    assert len(after["Kerstin"]) < len(before)
    for found in after.values():
        assert all((x - point.x) ** 2 + (y - point.y) ** 2 > 100**2 for x, y in found)
    assert all(x % 50 == 0 and y % 50 == 0 for x, y in after["Pelle"])


def days() -> tuple[int, int]:
    period = read_period(WEEK)
    return period.first_day, period.last_day


def drawn(installation: Installation, name: str) -> list[tuple[int, int]]:
    layers = installation.client(name).get(week("karta.json")).json()["layers"]
    return [(point[0], point[1]) for layer in layers if layer["id"] == "points" for point in layer["points"]]


def test_silence_is_unknown_and_not_zero(installation: Installation) -> None:
    with installation.inside():
        Incident.objects.filter(last_day__range=(days()[0], days()[1] + 7)).delete()
        KeptReportDay.objects.all().delete()
    page = installation.client("Kerstin").get(week()).content.decode()
    layers = installation.client("Kerstin").get(week("karta.json")).json()["layers"]
    features = next(layer["features"]["features"] for layer in layers if layer["id"] == "areas")
    assert {feature["properties"]["class"] for feature in features} == {None}
    assert '<td class="number">0</td>\n<td><span class="tag unknown">' not in page
    assert re.search(r'<summary><span class="tag unknown">.*?\d+ områden: rapportering saknas: okänt', page)
    assert _("{received} of {expected}").format(received=0, expected=22) in page


@pytest.mark.parametrize(
    "query", ["?severity=9&area=finns:inte&category=hittepa", "?source=&kind=rymdvarelse&level=%00"]
)
def test_bad_values_are_told_of_and_good_ones_come_back(installation: Installation, query: str) -> None:
    kerstin = installation.client("Kerstin")
    bad = kerstin.get(week(query=query))
    assert bad.status_code == 200
    told = _("Part of the address was not understood")
    assert told in bad.content.decode()
    wanted = "category=klotter&category=skadegorelse&severity=2&area=stadsdel%402022%3AS202"
    good = kerstin.get(week(query=f"?{wanted}")).content.decode()
    assert told not in good
    for link in re.findall(r'class="chip" href="([^"]+)"', good):
        assert kerstin.get(link.replace("&amp;", "&")).status_code == 200
    assert good.count('class="chip"') == 4
    sent = kerstin.get(f"/exempelkommunen/veckan/?period=2025-T3&{wanted}")
    assert sent.headers["Location"] == f"/exempelkommunen/veckan/2025-T3/?{wanted}"
    assert kerstin.get("/exempelkommunen/veckan/").headers["Location"] == "/exempelkommunen/veckan/2025-W52/"
    assert kerstin.get("/exempelkommunen/veckan/2025-W60/").status_code == 404


def test_every_number_opens_as_many_reports(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    page = kerstin.get(week()).content.decode()
    links = re.findall(r'<(?:td class="number"|dd)><a href="(/[^"]+)">(\d+)</a>', page)
    assert any("undrawn=1" in link for link, _n in links)
    assert any("/2025-W50/" in link for link, _n in links)
    assert {name for link, _number in links for name in ("area", "category", "hours") if f"{name}=" in link} == {
        "area", "category", "hours",
    }  # fmt: skip
    for link, n in links:
        if "organisation=" in link:
            continue  # a report received is a span of days that was spoken of
        told = kerstin.get(link.replace("&amp;", "&")).content.decode()
        found = re.search(r'<p class="lead">(\d+) [^<,]+(?:, (\d+) )?', told)
        assert found is not None
        assert (found[2] or found[1]) == n, link


def test_a_report_received_opens_what_the_organisation_told(installation: Installation) -> None:
    kerstin, pelle = installation.client("Kerstin"), installation.client("Pelle")
    links = re.findall(r'href="(/[^"]+organisation=[^"]+)"', kerstin.get(week()).content.decode())
    assert links
    for link in links:
        told = kerstin.get(link.replace("&amp;", "&")).content.decode()
        name = unquote_plus(re.findall("organisation=([^&]+)", link)[0])
        assert re.search(r"inget att rapportera” inräknat: \w{3}", told), (
            name,
            re.findall("dagar som|Dagar som[^<]*|Ingen av dess[^<]*|No report of it[^<]*|Days that[^<]*", told),
            re.findall(r"<h1>.*?</h1>", told),
            told.count("<tr>"),
        )
        rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", told, re.DOTALL)
        assert all(f">{name}</td>" in row for row in rows)
    assert "organisation=" not in pelle.get(week()).content.decode()
    limited = pelle.get(week("rapporter/?organisation=Skolan")).content.decode()
    assert limited.count("<tr>") == pelle.get(week("rapporter/")).content.decode().count("<tr>")


def test_a_shade_has_its_numbers_beside_it(installation: Installation) -> None:
    kerstin, month = installation.client("Kerstin"), "/exempelkommunen/veckan/2025-12/"
    table = re.search(r'id="dense".*?</table>', kerstin.get(month).content.decode(), re.DOTALL)
    assert table is not None
    links = re.findall(r'href="(/[^"]+dense=\d[^"]*)">(\d+)<', table[0])
    for link, n in links:
        told = kerstin.get(link.replace("&amp;", "&")).content.decode()
        found = re.search(r'<p class="lead">(\d+) [^<,]+(?:, (\d+) )?', told)
        assert found is not None
        assert (found[2] or found[1]) == n, link
    layers = map_layers(installation, f"{month}karta.json")
    with installation.inside():
        events = Incident.objects.filter(pk__in=drawn_reports(layers)).values_list("n", flat=True)
        assert sum(int(n) for _link, n in links) == sum(events)
    assert {cell[2] for cell in layers["grid"]["cells"]} <= {one["class"] for one in layers["grid"]["classes"]}
    assert 'id="dense"' not in installation.client("Vera").get(month).content.decode()


def map_layers(installation: Installation, address: str = week("karta.json")) -> dict[str, Any]:
    """What Kerstin's map draws."""
    found = json.loads(installation.client("Kerstin").get(address).content)["layers"]
    return {one["id"]: one for one in found}


def drawn_reports(layers: dict[str, Any]) -> set[int]:
    """The reports that a map draws."""
    return {int(re.findall(r"report=(\d+)", point[4])[0]) for point in layers["points"]["points"]}


def test_files_for_machines_hold_no_more_than_the_screen(installation: Installation) -> None:
    told: dict[str, Any] = {}
    for name in ("Kerstin", "Pelle", "Vera"):
        client = installation.client(name)
        for form in ("json", "geojson"):
            answer = client.post(week(f"rapporter.{form}"))
            assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
            told[name, form] = json.loads(answer.content)
        table = client.post(week("rapporter.csv")).content.decode("utf-8-sig").splitlines()
        assert len(told[name, "json"]["rows"]) == len(table) - 1
    features = told["Kerstin", "geojson"]["features"]
    assert len(features) == len(told["Kerstin", "json"]["rows"])
    placed = [one for one in features if one["geometry"]]
    assert {one["properties"]["report"] for one in placed} == drawn_reports(map_layers(installation))
    assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in (one["geometry"]["coordinates"] for one in placed))
    for name in ("Pelle", "Vera"):
        areas = told[name, "geojson"]["features"]
        assert "organisation" not in told[name, "json"]["columns"]
        assert {one["geometry"]["type"] for one in areas} <= {"Polygon", "MultiPolygon"}
        told_of = [one["properties"] for one in areas]
        assert all((one["events"] == 0) <= (one["state"] == "nothing") for one in told_of)
        assert {one["events"] for one in told_of} - {0, None}


def test_a_period_that_has_not_begun_says_so(installation: Installation) -> None:
    page = installation.client("Kerstin").get("/exempelkommunen/veckan/2026-W20/").content.decode()
    assert "Perioden har inte börjat" in page
    assert "· pågår" not in page
    goes_on = installation.client("Kerstin").get("/exempelkommunen/veckan/", follow=True).content.decode()
    assert "0 av 0" not in goes_on


def test_a_text_is_read_once_it_is_in_the_log(installation: Installation) -> None:
    """T-READ-LOGGED."""
    kerstin, pelle = installation.client("Kerstin"), installation.client("Pelle")
    with installation.inside():
        report = (
            Incident.objects.filter(last_day__range=days(), left_out="", words__isnull=False)
            .exclude(words__text="")
            .first()
        )
        assert report is not None
        text = report.words.text
    answer = kerstin.post(week(f"rapporter/{report.pk}/text/"))
    assert text in answer.content.decode()
    assert pelle.post(week(f"rapporter/{report.pk}/text/")).status_code == 403
    assert kerstin.get(week(f"rapporter/{report.pk}/text/")).status_code == 405
    assert kerstin.post(week("rapporter/99999999/text/")).status_code == 404
    with installation.inside():
        events = AuditEvent.objects.filter(action="read_text")
        assert [(one.by, one.details["incidents"]) for one in events] == [("Kerstin", [report.pk])]


def test_what_is_on_the_screen_leaves_as_a_file_without_formulas(installation: Installation) -> None:
    with installation.inside():
        Incident.objects.filter(last_day__range=days()).update(organisation="=HYPERLINK()")
    rows = {}
    for name in ("Kerstin", "Pelle", "Vera"):
        answer = installation.client(name).post(week("rapporter.csv"))
        rows[name] = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert any("'=HYPERLINK()" in row for row in rows["Kerstin"])
    assert not any("HYPERLINK" in cell for name in ("Pelle", "Vera") for row in rows[name] for cell in row)
    assert [len(row) for row in (rows["Kerstin"][0], rows["Pelle"][0], rows["Vera"][0])] == [10, 6, 3]
    assert installation.client("Kerstin").post(week("rapporter.xlsx")).content[:2] == b"PK"
    assert installation.client("Kerstin").get(week("rapporter.csv")).status_code == 405
    assert installation.client("Rolf").post(week("rapporter.csv")).status_code == 403
    with installation.inside():
        assert [one.by for one in AuditEvent.objects.filter(action="export")] == ["Kerstin", "Pelle", "Vera", "Kerstin"]


def test_what_is_expected_is_what_the_lagesbild_says(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    draft = kerstin.get(f"/exempelkommunen/lagesbild/{WEEK}/").content.decode()
    with installation.inside():
        kept = Draft.objects.get(period=WEEK).expected
    ((_source, expected),) = kept.items()
    page = kerstin.get(week()).content.decode()
    shown = re.findall(
        r'category=([a-z_]+)[^>]*>\d+</a></td>\n<td class="number">.*?</td><td class="number">([^<]+)<', page
    )
    assert len(shown) > 3
    for code, text in shown:
        assert text == expected[code][0]
        assert text in draft
    assert expected[""][0] in page
    assert _("Expected by the last year") not in page
    narrow = kerstin.get(week(query="?severity=2")).content.decode()
    assert _("Expected by the last year") in narrow


def test_the_page_asks_a_fixed_number_of_questions(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    kerstin.get(week())
    counted = []
    for query in ("", "?category=klotter&severity=2", ""):
        with CaptureQueriesContext(connections["kommun-exempelkommunen"]) as asked:
            assert kerstin.get(week(query=query)).status_code == 200
        counted.append(len(asked))
        with installation.inside():
            Incident.objects.filter(last_day__range=days(), n=1).update(n=2)
    with installation.inside():
        most = QUERIES + AreaDivision.objects.count()  # and no signal is kept here
    # The reports that have come since the draft are counted where there is one.
    assert counted == [most, most, most]
