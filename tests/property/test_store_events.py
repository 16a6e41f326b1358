"""Events for analysis: whatever the incidents and the selection, SQL gives what plain loops give."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.strategies import LEVELS, SELECTIONS, incident_lists
from tests.engines.tables import table
from tryggve.domain.incident import Incident
from tryggve.store.base import Selection
from tryggve.store.files import FileStore
from tryggve.store.memory import MemoryStore


@given(incident_lists(), SELECTIONS, st.sampled_from((*LEVELS, "none")))
def test_events_are_those_of_the_slow_store(rows: list[Incident], where: Selection, level: str) -> None:
    slow = MemoryStore(rows).events(level, where)
    with FileStore.from_table(table(rows)) as store:
        quick = store.events(level, where)
    for field in fields(slow):
        one, other = getattr(slow, field.name), getattr(quick, field.name)
        assert np.array_equal(one, other), field.name
