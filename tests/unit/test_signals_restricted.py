"""Events that few may read of make no signal and stand in no list: from a store, from a table, when looking back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.report_material import material, register, steady_days, table_of
from tests.unit.signal_twin import FIRST, town
from tryggve.domain.language import set_language
from tryggve.domain.period import Period, PeriodKind
from tryggve.domain.writing import whole
from tryggve.ingest.tables import read
from tryggve.reports.context import Context
from tryggve.reports.request import Request
from tryggve.reports.sections.looked_back import looked_back
from tryggve.reports.signal_matter import SignalMatter
from tryggve.reports.tree import Audience, Paragraph, Table
from tryggve.signals.from_csv import history_of_csv
from tryggve.signals.from_store import history_of
from tryggve.signals.history import History
from tryggve.signals.limits import limits
from tryggve.signals.today import signals_of
from tryggve.store.files import FileStore

DAY = FIRST + 745


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def said(history: History) -> list[str]:
    return [limit.text for limit in limits(history, history.events.last_day) if limit.key == "restricted"]


def test_a_store_hands_detectors_none_of_them() -> None:
    days = steady_days()
    kinds = ["klotter", "vald_nara_relation", "alkohol", "sexualbrott"]
    table = table_of(days, categories=[kinds[i % 4] for i in range(len(days))])
    table = replace(table, severity=table.severity * 0 + 5)
    with FileStore.from_table(table, (), ()) as store:
        found = history_of(store, register())
    n = len(days)
    assert set(found.events.categories) == {"alkohol", "klotter"}
    assert len(found.events) == len(found.severity) == found.precision.events == n - len(found.withheld)
    assert len(found.withheld) == sum(i % 2 for i in range(n))
    names = [found.events.categories[i] for i in found.events.category]
    assert names.count("alkohol") == sum(i % 4 == 2 for i in range(n))
    assert {severity for _day, severity in found.withheld} == {5}
    assert f"{whole(len(found.withheld))} of {whole(n)} events" in said(found)[0]


def test_a_table_hands_detectors_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(
        "dag,omrade,kategori,allvarlighet\n2024-01-03,A,klotter,1\n2024-01-02,A,Våld i nära relation,5\n"
        "2024-01-01,B,våldtäkt,5\n2024-01-01,B,alkohol,2\n",
        encoding="utf-8",
    )
    (tmp_path / "a.csv").write_text("area,x,y\nA,0,0\nB,1000,0\n", encoding="utf-8")
    found = history_of_csv(read(tmp_path / "e.csv"), tmp_path / "a.csv", origin=None, crs="local")
    events = found.events
    assert [events.categories[i] for i in events.category] == ["alkohol", "klotter"]
    assert found.severity.tolist() == [2, 1]
    assert sorted(severity for _day, severity in found.withheld) == [5, 5]
    assert "2 of 4 events" in said(found)[0]


def test_nothing_is_said_where_there_are_none() -> None:
    assert not said(town(days=400))


@pytest.mark.parametrize("others", [0, 1])
def test_looking_back_tells_only_how_many_there_were(others: int) -> None:
    history = town(days=760, seed=2)
    severity = history.severity.copy()
    severity[(history.events.day == DAY - 5).nonzero()[0][:others]] = 5
    history = replace(history, severity=severity, withheld=((DAY - 3, 5), (DAY - 2, 4), (DAY - 2, 1), (DAY - 300, 5)))
    matter = SignalMatter(history, signals_of(history, (), DAY), (), frozenset(range(FIRST, DAY + 1)))
    period = Period(DAY - 30, DAY, PeriodKind.RANGE, "range")
    ctx = Context(material(table_of([DAY])), Request(period, None, Audience.INTERNAL))
    blocks = looked_back(ctx, matter)
    told = "In the whole municipality 2 grave events of kinds that are never listed one by one are left out."
    if others:
        (table,) = (block for block in blocks if isinstance(block, Table))
        assert (len(table.rows), table.note) == (1, told)
    else:
        assert blocks == [Paragraph(told)]
