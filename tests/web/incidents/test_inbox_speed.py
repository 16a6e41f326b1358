"""The inbox asks the same questions however many reports there are."""

from __future__ import annotations

import json
import re

from django.test.utils import CaptureQueriesContext

from tests.web.conftest import AT, Installation
from tests.web.incidents.desk import report
from tryggve.store.database.models import Incident
from tryggve.web.incidents.models import Report

NAMED = (
    "membership", "import_batch", "report", "incident", "incident", "incident_area", "report", "incident",
    "known_place", "organisation",
)  # fmt: skip
"""The tables that the list asks, in order: who asks, areas, counts, how many, the page, where, states, alike, places by
name, kinds."""


def test_a_list_of_five_thousand_costs_as_many_questions_as_one_of_two(installation: Installation) -> None:
    report(installation, "Kalle Karlsson", category="narkotika")
    report(installation, "Stök", who="Pelle")
    few = _asked(installation)
    _grow(installation, 5_000)
    many = _asked(installation)
    assert [_table(sql) for sql in few] == [_table(sql) for sql in many] == list(NAMED)


def _asked(installation: Installation) -> list[str]:
    client = installation.client("Kerstin")
    client.get(installation.url("inkorg/"))
    with installation.inside() as database:
        connection = database.connection
    with CaptureQueriesContext(connection) as asked:
        assert client.get(installation.url("inkorg/")).status_code == 200
    return [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]


def _table(sql: str) -> str:
    """The table of a question itself: those of questions within it left out."""
    while (within := re.sub(r"\([^()]*\)", "", sql)) != sql:
        sql = within
    found = re.search(r'FROM "?(\w+)', sql)
    assert found is not None
    return found[1]


def _grow(installation: Installation, number: int) -> None:
    """As many more, an hour between each."""
    with installation.inside():
        first = Incident.objects.order_by("pk").first()
        assert first is not None
        facts = {field.attname: getattr(first, field.attname) for field in Incident._meta.concrete_fields}
        made = [
            Incident(**facts | {
                "id": first.pk + 10 + i, "key": i.to_bytes(16, "big"), "source_id": json.dumps(i),
                "start_s": facts["start_s"] - i * 3600, "end_s": facts["end_s"] - i * 3600,
                "first_day": facts["first_day"] - i // 24, "last_day": facts["last_day"] - i // 24,
            })
            for i in range(number)
        ]  # fmt: skip
        Incident.objects.bulk_create(made)
        mine = Report.objects.first()
        assert mine is not None
        Report.objects.bulk_create(
            Report(incident_id=one.pk, received_at=AT, organisation_id=mine.organisation_id) for one in made
        )
