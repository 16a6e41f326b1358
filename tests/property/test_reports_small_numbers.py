"""No small number in the public version, and none that can be worked out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.report_material import year_counts
from tryggve.domain.period import parse_period
from tryggve.reports.comparison import Comparison
from tryggve.reports.registers import RegisterRow, arrange, read_off
from tryggve.reports.small_numbers import is_small, open_registers, open_rows, tells_each

LIMIT = 5
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 500))


def rows_of(pairs: list[tuple[int, int | None]]) -> tuple[Comparison, ...]:
    made = [
        Comparison(f"k{i:02d}", n, before, None, None, None, False, False, None) for i, (n, before) in enumerate(pairs)
    ]
    return tuple(sorted(made, key=lambda row: (-row.n, row.category)))


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=12), st.booleans())
def test_no_shown_number_is_small_unless_everything_together_is(pairs: list[tuple[int, int]], has_before: bool) -> None:
    rows = rows_of([(n, before if has_before else None) for n, before in pairs])
    shown = open_rows(rows, LIMIT)
    assert sum(row.n for row in shown) == sum(row.n for row in rows)
    if has_before:
        assert sum(row.before or 0 for row in shown) == sum(row.before or 0 for row in rows)
    together = is_small(sum(row.n for row in rows), LIMIT), is_small(sum(row.before or 0 for row in rows), LIMIT)
    for row in shown:
        assert not is_small(row.n, LIMIT) or any(together)
        assert not is_small(row.before, LIMIT) or any(together)
    if any(together):
        assert len([row for row in shown if row.n or row.before]) <= 1


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=12))
def test_every_kind_is_in_one_row_and_a_merged_row_says_nothing_more(pairs: list[tuple[int, int]]) -> None:
    rows = rows_of(list(pairs))
    shown = open_rows(rows, LIMIT)
    kinds = [kind for row in shown for kind in (row.merged or (row.category,))]
    assert sorted(kinds) == sorted(row.category for row in rows)
    for row in shown:
        if row.merged:
            assert (row.change, row.expected, row.wide, row.q_value) == (None, None, None, None)
            assert not row.unusual
            assert not row.changed


@given(st.lists(st.tuples(st.integers(0, 7), st.none() | st.integers(0, 3)), min_size=1, max_size=4))
def test_a_merged_row_tells_no_kind_to_one_who_knows_the_rule(pairs: list[tuple[int, int | None]]) -> None:
    """Against every way to share the sums of a merged row among its kinds; an event for each where all have one."""
    has_before = all(before is not None for _n, before in pairs)
    rows = rows_of([(n, before if has_before else None) for n, before in pairs])
    for row in open_rows(rows, LIMIT):
        inside = [kind for kind in rows if kind.category in row.merged]
        if not inside or tells_each(inside, LIMIT) or row.n < LIMIT or 0 < (row.before or 0) < LIMIT:
            continue
        all_have_one = all(kind.n or kind.before for kind in inside)
        ways = [
            (now, then)
            for now in shares(row.n, len(inside))
            for then in shares(row.before or 0, len(inside))
            if not all_have_one or all(n + b for n, b in zip(now, then, strict=True))
        ]
        for sums, which in ((row.n, 0), (row.before or 0, 1)):
            for i in range(len(inside) if sums else 0):
                assert len({way[which][i] for way in ways}) >= LIMIT


def shares(total: int, kinds: int) -> list[tuple[int, ...]]:
    if kinds == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in shares(total - first, kinds - 1)]


def test_five_kinds_with_one_event_each_are_not_told() -> None:
    """By themselves they are told by their sum; beside a kind without events, or with a large one taken in, not."""
    ones = [(1, None)] * 5
    assert tells_each(rows_of([*ones]), LIMIT)
    (merged,) = open_rows(rows_of([*ones, (0, None)]), LIMIT)
    assert (merged.n, len(merged.merged)) == (5, 6)
    kept, merged = open_rows(rows_of([*ones, (9, None), (8, None)]), LIMIT)
    assert (kept.n, merged.n, len(merged.merged)) == (9, 13, 6)


def register_rows(pairs: list[tuple[int, int]]) -> list[RegisterRow]:
    cells = [cell for i, (now, before) in enumerate(pairs) for cell in year_counts([before, now], label=f"h{i:02d}")]
    return [read_off(series, parse_period("2025")) for series in arrange(cells)]


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8), st.booleans())
def test_no_sum_of_headings_gives_a_small_one_back(pairs: list[tuple[int, int]], whole: bool) -> None:
    """A total and its parts: with any small part, one row alone is left, and nothing can be taken from it."""
    parts = register_rows(pairs)
    total = register_rows([(sum(n for n, _b in pairs), sum(b for _n, b in pairs))])[0]
    rows = [replace(total, series=replace(total.series, label="all")), *parts]
    shown = open_registers(rows, LIMIT, whole)
    assert not any(is_small(row.value, LIMIT) or is_small(row.before, LIMIT) for row in shown)
    small = any(is_small(n, LIMIT) for pair in pairs for n in pair)
    assert len(shown) <= 1 or (whole and not small)


@given(st.lists(st.tuples(st.integers(5, 500), st.integers(5, 500)), min_size=1, max_size=8))
def test_where_nothing_is_small_nothing_is_left_out(pairs: list[tuple[int, int]]) -> None:
    rows = register_rows(pairs)
    assert open_registers(rows, LIMIT, True) == rows
