"""The four documents of an ordinary lägesbild; twice the time aimed at, since test machines are shared."""

from __future__ import annotations

import time

import pytest

from tests.unit import sample_situation
from tryggve.reports import html, json_out, pdf, xlsx


@pytest.mark.slow
def test_four_documents_of_ordinary_size_take_less_than_three_seconds() -> None:
    situation = sample_situation.typical()
    assert len([*situation.tables()]) == 15 + 8
    assert sum(len(table.rows) * len(table.columns) for table in situation.tables()) > 3600
    start = time.perf_counter()
    made = [module.render(situation) for module in (html, json_out, pdf, xlsx)]
    assert time.perf_counter() - start < 3.0
    assert all(made)
