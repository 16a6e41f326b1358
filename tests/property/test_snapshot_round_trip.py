"""Random stores: a copy of any of them is restored to exactly what it was, on either engine."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.copies import WEIRD, about, copy_of, empty_place, feeding
from tests.engines.strategies import REPORTERS, counts, incident_lists
from tests.engines.tables import table
from tests.stores import Postgres, Sqlite, fill, opened
from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident import Incident
from tryggve.domain.incident_table import Coded
from tryggve.store.database.actions.copies import restore_store
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import IncidentText
from tryggve.store.database.snapshot import digest
from tryggve.store.database.upgrade import open_store

TEXTS = st.sampled_from(WEIRD) | st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "examples"), [("sqlite", 12), pytest.param("postgres", 4, marks=pytest.mark.postgres)]
)
def test_a_copy_is_the_store(
    engine: str, examples: int, sqlite: Sqlite, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    maker: Sqlite | Postgres = request.getfixturevalue(engine)

    @settings(max_examples=examples)
    @given(
        incident_lists(),
        st.lists(counts(), max_size=3),
        st.lists(REPORTERS, max_size=3),
        st.lists(TEXTS, min_size=8, max_size=8),
        st.integers(1, 400),
    )
    def travel(
        rows: list[Incident], cells: list[Count], reporters: list[Reporter], texts: list[str], portion: int
    ) -> None:
        drawn = dataclasses.replace(table(rows), text=Coded.of(texts[: len(rows)]))
        place = empty_place(maker, tmp_path / "restored")
        with opened(sqlite) as database:
            fill(database, drawn, cells, reporters)
            made = restore_store(place=place, feed=feeding(copy_of(database), portion), **about())  # type: ignore[arg-type]
            assert made.contents.digest == digest(database)
            assert made.fingerprint == DatabaseStore(database).fingerprint()
        with open_store(place) as restored:
            found = dict(IncidentText.objects.using(restored.alias).values_list("incident_id", "text"))
            assert found == {i: text for i, text in enumerate(texts[: len(rows)], 1) if text}
        if place.folder is not None:
            shutil.rmtree(place.folder)

    travel()
