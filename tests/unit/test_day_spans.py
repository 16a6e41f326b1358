"""Spans of days per area: whatever the order, gaps are kept and days are joined."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tryggve.domain.day_spans import Spans, add_days

DAYS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from("AB")), max_size=20)


def spans_of(days: list[tuple[int, str]], gap: int) -> Spans:
    spans: Spans = {}
    for day, area in days:
        add_days(spans, [area], day, gap)
    return spans


@given(DAYS, st.integers(0, 8), st.randoms(use_true_random=False))
def test_spans_hold_the_days_in_whatever_order(days: list[tuple[int, str]], gap: int, shuffle: object) -> None:
    found = spans_of(days, gap)
    mixed = days + days[:3]
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert spans_of(mixed, gap) == found
    for area in {area for _day, area in days}:
        own = sorted({day for day, where in days if where == area})
        starts = [day for i, day in enumerate(own) if i == 0 or day - own[i - 1] > gap]
        ends = [day for i, day in enumerate(own) if i == len(own) - 1 or own[i + 1] - day > gap]
        assert found[area] == [list(span) for span in zip(starts, ends, strict=True)]
