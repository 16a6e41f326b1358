"""The row of a report that comes by itself is what a table of one gives: digests, facts and words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.strategies import NAMES, incident_lists
from tests.engines.tables import table
from tryggve.domain.incident import Incident
from tryggve.store.database.actions.incident_rows import COLUMNS, HEAD, Rows
from tryggve.store.database.incoming import digests
from tryggve.store.database.one_row import digests_of, row_of, stored, words_of


@settings(max_examples=150)
@given(incident_lists(1, 1), NAMES.filter(bool), st.lists(NAMES, min_size=3, max_size=3), st.booleans())
def test_one_row_is_a_table_of_one(drawn: list[Incident], report_id: str, said: list[str], flagged: bool) -> None:
    place, words, title = said
    one = replace(drawn[0], source_id=report_id, said_area=place, said_place=words, said_title=title)
    held, row = table([one]), row_of(one)
    keys, contents = digests(held, {})
    assert digests_of(row) == (keys[0].tobytes(), contents[0].tobytes())
    flags, place_flags = ({one.text: "name phone"}, {words: "address"}) if flagged else ({}, {})
    head = (1, keys[0].tobytes(), contents[0].tobytes(), 1, 1, 1)
    rows = Rows([1], [head[1:]], held, flags, place_flags)
    (facts,) = rows.facts()
    assert (*head, *stored(row, COLUMNS[len(HEAD) :])) == facts
    found = words_of(row, flags, place_flags)
    assert ([(1, *found)] if found else []) == list(rows.words())
