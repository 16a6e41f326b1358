"""A reader of facts wants to know who reported: each way that was found is closed (T-THREE, T-LAYERS)."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.web.conftest import Installation
from tests.web.situation.seed import WEEK
from tryggve.reports.week.periods import read_period
from tryggve.store.database.models import Incident


def get(installation: Installation, rest: str, who: str = "Pelle", period: str = WEEK) -> str:
    answer = installation.client(who).get(f"/exempelkommunen/veckan/{period}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> int:
    return page.count('<tr><th scope="row">')


def one_of_the_week(installation: Installation, **fields: object) -> int:
    """The number of a report of the week, made into what is planted."""
    period = read_period(WEEK)
    with installation.inside():
        report = Incident.objects.filter(last_day__range=(period.first_day, period.last_day), left_out="").first()
        assert report is not None
        Incident.objects.filter(pk=report.pk).update(**fields)
        return report.pk


def test_two_stretches_of_days_tell_nothing_of_the_day_between(installation: Installation) -> None:
    whole = get(installation, "", period="2025-12-15..2025-12-21")
    assert "15–21" in whole
    part = get(installation, "", period="2025-12-16..2025-12-18")
    numbers = r'<dl class="figures">.*?</dl>'
    strip = re.compile(r'href="[^"]*"')
    shown = [strip.sub("", found[0]) for page in (whole, part) if (found := re.search(numbers, page, re.S))]
    assert len(shown) == 2
    assert shown[0] == shown[1]
    assert rows(get(installation, "rapporter/", period="2025-12-16..2025-12-16")) == rows(
        get(installation, "rapporter/")
    )
    assert rows(get(installation, "rapporter/", "Kerstin", "2025-12-16..2025-12-16")) < rows(
        get(installation, "rapporter/")
    )


@pytest.mark.parametrize("category", ["valdsbejakande", "sexualbrott"])
def test_no_sum_holds_what_no_row_does(installation: Installation, category: str) -> None:
    before = get(installation, "")
    one_of_the_week(installation, category=category)
    after, listed = get(installation, ""), get(installation, "rapporter/")
    total = re.compile(r'<dd><a href="[^"]*rapporter/">(\d+)</a></dd>')
    first, second = (int(found[1]) for page in (before, after) if (found := total.search(page)))
    events = re.search(r'<p class="lead">(\d+) [^<,]+(?:, (\d+) )?', listed)
    assert events is not None
    assert second < first
    assert int(events[2] or events[1]) == second


def test_a_kind_of_source_cannot_be_asked_for(installation: Installation) -> None:
    assert get(installation, "rapporter/?kind=school").count("<tr>") == get(installation, "rapporter/").count("<tr>")
    assert 'name="kind"' not in get(installation, "")
    assert 'name="kind"' in get(installation, "", "Kerstin")


def test_no_row_is_known_by_what_it_lacks(installation: Installation) -> None:
    number = one_of_the_week(installation, organisation_kind="school", organisation="Skolan")
    everything = rows(get(installation, "rapporter/"))
    for narrow in (f"report={number}", "weekday=3&hours=0-23", "undrawn=1"):
        shown = get(installation, f"rapporter/?{narrow}")
        assert rows(shown) == everything
        assert not any(words in shown for words in ("nsdag", "00.00–23.59", f"rapport {number}", "inte ritade"))
    points = json.loads(get(installation, "karta.json"))["layers"]
    assert not any(
        "report=" in str(point[4]) for layer in points if layer["id"] == "points" for point in layer["points"]
    )
    assert not re.search(r"\d\d\.\d\d</td>", get(installation, "rapporter/"))


def test_a_file_holds_what_the_page_holds_in_no_order_of_arrival(installation: Installation) -> None:
    page = get(installation, "rapporter/")
    sent = installation.client("Pelle").post(f"/exempelkommunen/veckan/{WEEK}/rapporter.csv")
    table = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig")), delimiter=";"))
    assert len(table) - 1 == rows(page)
    assert len(table[0]) == page.count('<th scope="col"')
    assert table[1:] == sorted(table[1:], key=str)
