"""The fingerprint stands for the facts: any change of one moves it, and nothing else does."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.strategies import incident_lists
from tests.engines.tables import table
from tryggve.domain.incident import Incident, LeftOut, LocationPrecision, Observation, TimePrecision
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.store.files import FileStore
from tryggve.store.memory import MemoryStore
from tryggve.store.schema import INCIDENT_FACT

_FIELDS = {field.name for field in fields(Incident)} - {"incident_id"}
FACTS = sorted({*INCIDENT_FACT.columns, "areas"} & _FIELDS)


def _other(value: Any) -> Any:
    """Another valid value of the same kind."""
    if isinstance(value, LeftOut):
        return LeftOut.SUMMARY if value is not LeftOut.SUMMARY else LeftOut.RUMOUR
    if isinstance(value, (TimePrecision, LocationPrecision, Observation)):
        return next(member for member in type(value) if member is not value)
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, tuple):
        return value[1:] or (("district", "new"),)
    if value is None:
        return 0
    return not value if isinstance(value, bool) else value + 1


@settings(max_examples=60)
@given(incident_lists(least=1), st.sampled_from(FACTS), st.data())
def test_any_change_of_a_fact_moves_it(rows: list[Incident], name: str, data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, len(rows) - 1))
    changed = list(rows)
    changed[chosen] = replace(rows[chosen], **{name: _other(getattr(rows[chosen], name))})
    assert MemoryStore(rows).fingerprint() != MemoryStore(changed).fingerprint()


@settings(max_examples=40)
@given(incident_lists(least=1), st.sampled_from(["x", "y"]))
def test_zero_is_not_unknown(rows: list[Incident], axis: str) -> None:
    changes: list[dict[str, Any]] = [{axis: None}, {axis: 0}]
    unknown, zero = ([replace(rows[0], **change), *rows[1:]] for change in changes)
    assert MemoryStore(unknown).fingerprint() != MemoryStore(zero).fingerprint()


@settings(max_examples=20)
@given(incident_lists(), st.integers(0, 2**32 - 1))
def test_the_coding_of_texts_does_not_matter(rows: list[Incident], seed: int) -> None:
    rng = np.random.default_rng(seed)
    plain = table(rows)
    with FileStore.from_table(plain) as one, FileStore.from_table(_recoded(plain, rng)) as other:
        assert one.fingerprint() == other.fingerprint()


def _recoded(plain: IncidentTable, rng: np.random.Generator) -> IncidentTable:
    """The same texts under shuffled codes, each value twice and one that no row uses."""
    coded = {f.name: getattr(plain, f.name) for f in fields(plain) if isinstance(getattr(plain, f.name), Coded)}
    levels = {level: _shuffled(codes, rng) for level, codes in reversed(plain.areas.items())}
    columns: dict[str, Any] = {name: _shuffled(codes, rng) for name, codes in coded.items()}
    return replace(plain, areas=levels, **columns)


def _shuffled(coded: Coded, rng: np.random.Generator) -> Coded:
    values = [*coded.values, *coded.values, "unused"]
    place = rng.permutation(len(values))
    shuffled = [""] * len(values)
    for old, new in enumerate(place):
        shuffled[new] = values[old]
    twin = rng.integers(0, 2, len(coded)) * len(coded.values)
    return Coded(place[coded.codes + twin].astype(np.int32), tuple(shuffled))


@settings(max_examples=40)
@given(incident_lists(least=2))
def test_the_order_of_rows_given_to_memory_does_not_matter(rows: list[Incident]) -> None:
    assert MemoryStore(rows).fingerprint() == MemoryStore(reversed(rows)).fingerprint()
