"""A signal goes on for weeks, and moves: all whose reports it has rested on hear what came of it."""

from __future__ import annotations

import pytest

from tests.web.conftest import Installation
from tests.web.situation.signal_town import _signal_template, first_signal, town  # noqa: F401
from tryggve.reports import signal_evidence
from tryggve.store.database.actions.signals import SPANS
from tryggve.store.database.models import Incident, IncidentArea
from tryggve.store.database.signal_models import Signal
from tryggve.web import wiring


def test_all_that_a_signal_has_rested_on_are_behind_it(town: Installation, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    name = first_signal(town)
    monkeypatch.setattr(signal_evidence, "MOST_REPORTS", 1)
    with town.inside():
        row = Signal.objects.get(name=name)
        own = wiring.reports_of_signal(str(row.pk))
        assert len(own) > 1, "not the latest alone"
        kinds = set(Incident.objects.filter(pk__in=own).values_list("category", flat=True))
        first = row.content[SPANS]["R4"][0][0]
        left = next(code for code in ("R0", "R2", "R6", "R8") if code not in row.areas)
        row.content[SPANS] = row.content[SPANS] | {"R4": [[first - 60, first]], left: [[first - 60, first - 60]]}
        row.save()
        longer = wiring.reports_of_signal(str(row.pk))
        more = list(Incident.objects.filter(pk__in=set(longer) - set(own)))
        where = dict(IncidentArea.objects.filter(incident_id__in=longer).values_list("incident_id", "area_code"))
    assert set(own) < set(longer)
    assert {one.category for one in more} <= kinds
    assert {where[one.pk] for one in more} == {left, "R4"}
    assert all(one.last_day <= first for one in more)
    assert max(one.last_day for one in more if where[one.pk] == left) <= first - 60
