"""The real sources over the net, when somebody asks for it: TRYGGVE_LIVE=1 pytest -m live tests/sources.

The smallest questions that show whether each source still speaks as we know it: some ten calls in all.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from tryggve.domain.indicator import TableQuery, indicators
from tryggve.ingest.fetching.fetcher import Fetcher
from tryggve.ingest.fetching.hosts import HOSTS
from tryggve.ingest.fetching.throttle import Clock
from tryggve.ingest.figures.scope import scope_of
from tryggve.ingest.sources import kolada, police_list, polisen_events, scb_areas, scb_tables

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("real_sources")]
SCOPE = scope_of("2480", 2026)


@pytest.fixture(scope="module")
def fetcher(tmp_path_factory: pytest.TempPathFactory) -> Fetcher:
    folder: Path = tmp_path_factory.mktemp("live")
    return Fetcher(folder, clock=Clock(lambda: dt.datetime.now(dt.UTC), time.sleep))  # noqa: TID251


def test_kolada(fetcher: Fetcher) -> None:
    host = HOSTS["kolada"]
    question = kolada.values_question(host, ["N07540", "N07635", "N07683"], areas=SCOPE.own)
    rows = [row for page, _answer in kolada.pages(fetcher, host, question) for row in page]
    found = list(kolada.figures(rows, {"N07540": "a", "N07635": "b", "N07683": "c"}, table="t", source=host.source))
    assert {one.indicator for one in found} == {"a", "b", "c"}
    groups = [
        row for page, _answer in kolada.pages(fetcher, host, kolada.groups_question(host, SCOPE.name)) for row in page
    ]
    assert any(
        one.kind == "övergripande" and len(one.members) == 7 for one in kolada.peer_groups(groups, SCOPE.name, "")
    )


def test_every_table_of_scb_has_what_the_indicators_ask_for(fetcher: Fetcher) -> None:
    host = HOSTS["scb"]
    most = scb_tables.read_limits(fetcher, host)
    assert most >= 10_000
    for one in indicators().values():
        if isinstance(one.query, TableQuery):
            for division in ("", *one.query.codelists) if "municipality" in one.query.levels else one.query.codelists:
                codelist = one.query.codelists[division][0] if division else ""
                shape = scb_tables.read_table(fetcher, host, one.query.table, codelist=codelist)
                own = SCOPE.code
                selection = scb_tables.select(
                    shape, one.query, lambda code, own=own: code == own or code.startswith(f"{own}R"), division
                )
                assert selection.cells > 0, (one.id, division)


def test_a_population_of_scb(fetcher: Fetcher) -> None:
    host, query = HOSTS["scb"], indicators()["folkmangd"].query
    assert isinstance(query, TableQuery)
    shape = scb_tables.read_table(fetcher, host, query.table)
    selection = scb_tables.select(shape, query, lambda code: code == SCOPE.code)
    said, _answer = next(scb_tables.answers(fetcher, host, query.table, selection, 10_000))
    found = {(one.period, one.sex): one.value for one in scb_tables.figures(said, query, "folkmangd", table="t")}
    assert found["2023", "T"] == 133_091  # SCB, 31 December 2023


def test_outlines_of_scb(fetcher: Fetcher) -> None:
    host, layer = HOSTS["scb_areas"], scb_areas.LAYERS["regso", "2025"]
    pages = [page for page, _answer in scb_areas.fetch_features(fetcher, host, layer, SCOPE.code)]
    assert sum(len(page["features"]) for page in pages) == 42


def test_the_police(fetcher: Fetcher) -> None:
    events, _answer = polisen_events.fetch_events(fetcher, HOSTS["polisen"])
    assert events
    year, content, _answer = police_list.fetch_list(fetcher, HOSTS["police_list"])
    assert int(year) >= 2025
    assert len(police_list.read_list(content, "Polismyndigheten")) >= 50
